import { Problem } from '#platform/http/problem.ts';

/** Files worked on at once in a process: each takes memory, and two connections while it is checked. */
const mostAtOnce = 3;
let underWay = 0;

/** Does the work, unless there is too much of its kind already. */
export async function unlessBusy<Result>(work: () => Promise<Result>): Promise<Result> {
  if (underWay >= mostAtOnce) throw new Problem('import.busy');
  underWay += 1;
  try {
    return await work();
  } finally {
    underWay -= 1;
  }
}
