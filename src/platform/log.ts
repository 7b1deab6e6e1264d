import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Config } from './config.ts';

/**
 * The log of the house: one JSON line per event, times in ISO form. It never holds personal data: of a request its
 * number, method and operation are kept, no address of the sender, no query, no body, no headers; of an error its kind.
 * byHour: for what residents ask, whose moment is kept no finer.
 */
export function openLog(
  config: Pick<Config, 'logLevel'>,
  to?: DestinationStream,
  { byHour = false }: { byHour?: boolean } = {},
): Logger {
  const options = {
    level: config.logLevel,
    base: {},
    timestamp: byHour ? hourTime : stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      req: (request: { id?: string; method?: string; routeOptions?: { url?: string } }) => ({
        id: request.id,
        method: request.method,
        url: request.routeOptions?.url,
      }),
      res: (reply: { statusCode?: number }) => ({ statusCode: reply.statusCode }),
      err: describeFailure,
      error: describeFailure,
    },
  };
  return to ? pino(options, to) : pino(options);
}

function hourTime(): string {
  return `,"time":"${new Date().toISOString().slice(0, 13)}:00:00.000Z"`;
}

/** What may be told of an unexpected failure: its kind and place. Its words stay untold, they may hold what was written. */
export function describeFailure(error: unknown): Record<string, unknown> {
  const failure = error as { name?: string; code?: string; constraint?: string; table?: string; stack?: string } | null;
  return {
    name: failure?.name,
    code: failure?.code,
    constraint: failure?.constraint,
    table: failure?.table,
    at: failure?.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 6)
      .map((line) => line.trim()),
  };
}
