import { ApiProblem } from '#web/api/client.ts';

/** What the server said about each field, by its path; empty where it said nothing about fields. */
export function fieldErrorsOf(problem: unknown): Record<string, string> {
  if (!(problem instanceof ApiProblem)) return {};
  return Object.fromEntries(problem.fields.map((field) => [field.path, field.message]));
}
