/** How many ask at the same time in the works that measure a rate. */
export const clientCount = 8;

/** Lets the clients work off a list, each taking the next of what is left. Acts per second. */
export async function workOff<T>(list: readonly T[], clients: number, act: (one: T) => Promise<void>): Promise<number> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < list.length) await act(list[next++]!);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return list.length / ((performance.now() - start) / 1000);
}
