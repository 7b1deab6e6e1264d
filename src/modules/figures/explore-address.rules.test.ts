import { describe, expect, test } from 'vitest';
import {
  addWord,
  changeMode,
  readTime,
  readUnitWords,
  removeWord,
  type TimeChoice,
  writeTime,
} from './explore-address.rules.ts';
import { parsePeriods } from './spans.rules.ts';

describe('the time of a question', () => {
  test.each<[string, TimeChoice]>([
    ['2026-03', { mode: 'months', from: '2026-03', to: '2026-03' }],
    ['2025-12..2026-10', { mode: 'months', from: '2025-12', to: '2026-10' }],
    ['2021-01~2025-12', { mode: 'sum', from: '2021-01', to: '2025-12' }],
    ['2025', { mode: 'years', from: 2025, to: 2025 }],
    ['2021..2025', { mode: 'years', from: 2021, to: 2025 }],
    ['2021~2025', { mode: 'own', text: '2021~2025' }],
    ['2025,2026-03', { mode: 'own', text: '2025,2026-03' }],
    ['hôm qua', { mode: 'own', text: 'hôm qua' }],
  ])('%s is read and written as it was', (text, choice) => {
    expect(readTime(text)).toEqual(choice);
    expect(writeTime(choice)).toBe(text);
  });

  test.each(['months', 'years', 'sum', 'own'] as const)('said as %s is still a time that the server reads', (mode) => {
    for (const text of ['2025-11..2026-10', '2024..2026', '2013-08~2023-05', '2025,2026-03']) {
      const written = writeTime(changeMode(readTime(text), mode, '2026-10'));
      expect(parsePeriods(written), `${text} as ${mode}: ${written}`).toBeDefined();
    }
  });

  test('years become their months, up to the last one that is over', () => {
    expect(changeMode({ mode: 'years', from: 2025, to: 2026 }, 'sum', '2026-10')).toEqual({
      mode: 'sum',
      from: '2025-01',
      to: '2026-10',
    });
  });
});

describe('the words of the units', () => {
  test('are a unit each, or all of a kind in one', () => {
    expect(readUnitWords('VN:province, 96@2025-07-01,#12:commune')).toEqual([
      { word: 'VN:province', unit: 'VN', kind: 'province' },
      { word: '96@2025-07-01', unit: '96@2025-07-01', kind: undefined },
      { word: '#12:commune', unit: '#12', kind: 'commune' },
    ]);
  });

  test('are added once and taken out again', () => {
    expect(addWord('96', '04')).toBe('96,04');
    expect(addWord('96,04', '96')).toBe('96,04');
    expect(removeWord('96,04', '96')).toBe('04');
    expect(removeWord('04', '04')).toBeUndefined();
  });
});
