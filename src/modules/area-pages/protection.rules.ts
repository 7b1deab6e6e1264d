/** How a count is shown to residents: as it is, as "fewer than 5", or not at all because a sum would tell what it protects. */
export type Shown = { kind: 'value'; value: string } | { kind: 'small' } | { kind: 'hidden' } | { kind: 'missing' };

/** Counts from 1 to this one are protected. */
export const largestSmall = 4;

/**
 * Protects one indicator over the units that together make up a total. Counts of 1 to 4 are small. Where any is small, the
 * least of the other counts is hidden too, so that the total minus what is shown tells none of them; where there is no other
 * count, the total itself must not be shown. values: exact decimal texts in the order of the units, null = not reported.
 */
export function protectCounts(values: readonly (string | null)[]): { shown: Shown[]; hidesTotal: boolean } {
  const shown = values.map((value): Shown => {
    if (value === null) return { kind: 'missing' };
    return isSmall(value) ? { kind: 'small' } : { kind: 'value', value };
  });
  if (!shown.some(({ kind }) => kind === 'small')) return { shown, hidesTotal: false };
  let least = -1;
  for (const [index, each] of shown.entries()) {
    if (each.kind !== 'value' || Number(each.value) <= largestSmall) continue;
    if (least === -1 || Number(each.value) < Number(values[least])) least = index;
  }
  if (least === -1) return { shown, hidesTotal: true };
  shown[least] = { kind: 'hidden' };
  return { shown, hidesTotal: false };
}

function isSmall(value: string): boolean {
  return Number(value) > 0 && Number(value) <= largestSmall;
}
