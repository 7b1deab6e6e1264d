import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protectCounts } from './protection.rules.ts';

const kinds = (values: (string | null)[]) => protectCounts(values).shown.map(({ kind }) => kind);

describe('small counts', () => {
  test('are shown as fewer than 5, with the least of the others hidden beside them', () => {
    expect(kinds(['3', '12', '8', '40'])).toEqual(['small', 'value', 'hidden', 'value']);
  });

  test('are no small ones: nothing is hidden; 0 is a number like others, what was not reported is missing', () => {
    expect(kinds(['0', '5', null, '12'])).toEqual(['value', 'value', 'missing', 'value']);
  });

  test('stand alone: then the total would tell them, and is hidden', () => {
    expect(protectCounts(['3', '0', null])).toMatchObject({ hidesTotal: true });
    expect(protectCounts(['3', '9'])).toMatchObject({ hidesTotal: false });
  });

  test('are never told by the total: at least two units are unknown, one of them without an upper end', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(60)), { maxLength: 12 }), (counts) => {
        const values = counts.map((count) => (count === null ? null : String(count)));
        const { shown, hidesTotal } = protectCounts(values);
        const small = shown.filter(({ kind }) => kind === 'small').length;
        expect(small).toBe(counts.filter((count) => count !== null && count > 0 && count < 5).length);
        if (small > 0 && !hidesTotal) expect(shown.filter(({ kind }) => kind === 'hidden')).toHaveLength(1);
        for (const [index, each] of shown.entries()) if (each.kind === 'value') expect(each.value).toBe(values[index]);
      }),
    );
  });
});
