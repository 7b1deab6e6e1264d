/**
 * Shares a published whole number over cells in their order, as evenly as whole numbers go and adding up to it exactly:
 * cell k gets the whole part of (k+1)·total/cells less the whole part of k·total/cells. The same input always gives the
 * same shares.
 */
export function apportion(total: number, cells: number): number[] {
  if (!Number.isSafeInteger(total) || total < 0 || !Number.isSafeInteger(cells) || cells < 1)
    throw new RangeError('apportion');
  const upTo = (count: number): number => Number((BigInt(count) * BigInt(total)) / BigInt(cells));
  return Array.from({ length: cells }, (_, index) => upTo(index + 1) - upTo(index));
}
