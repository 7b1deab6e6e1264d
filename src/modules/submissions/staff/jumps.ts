const smallestShare = 0.5;
const smallestDifference = 5;

/**
 * Whether a value differs so much from the period before that a person should look: by half or more, and by five or
 * more. Values are exact decimal texts; null = not reported.
 */
export function determineJump(before: string | null, now: string | null): 'up' | 'down' | undefined {
  if (before === null || now === null) return undefined;
  const difference = Number(now) - Number(before);
  if (Math.abs(difference) < smallestDifference) return undefined;
  if (Math.abs(difference) < Math.abs(Number(before)) * smallestShare) return undefined;
  return difference > 0 ? 'up' : 'down';
}
