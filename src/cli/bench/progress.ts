/** What goes on, told on stderr so that stdout holds the results only. */
export type Progress = {
  say: (line: string) => void;
  /** Said at most every few seconds. */
  tick: (line: string) => void;
};

const quietMs = 3000;

export function openProgress(write: (line: string) => void): Progress {
  const start = performance.now();
  let last = start;
  const say = (line: string): void => {
    last = performance.now();
    write(`[${((last - start) / 1000).toFixed(0).padStart(4)} s] ${line}`);
  };
  return { say, tick: (line) => performance.now() - last >= quietMs && say(line) };
}
