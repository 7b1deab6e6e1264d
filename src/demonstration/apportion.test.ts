import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion } from './apportion.rules.ts';

test('shares add up to the whole and differ by one at most', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.integer({ min: 1, max: 9000 }), (total, cells) => {
      const shares = apportion(total, cells);
      expect(shares).toHaveLength(cells);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }),
  );
});

test('the same whole over the same cells gives the same shares', () => {
  expect(apportion(10, 4)).toEqual([2, 3, 2, 3]);
});
