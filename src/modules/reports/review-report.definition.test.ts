import { expect, test } from 'vitest';
import { findSection, reviewSections } from './review-report.definition.ts';

test('every sentence speaks of indicators of its own section, in both languages', () => {
  const wrong = reviewSections.flatMap(({ key, sentences }) =>
    sentences.flatMap(({ clauses }) =>
      clauses.flatMap(({ code, text, alone }) =>
        [text.vi, text.en, alone?.vi, alone?.en].flatMap((words) => {
          const named = words === undefined ? [] : [...words.matchAll(/\{(\w+)%?\}/g)].map((match) => match[1]!);
          const isSound =
            words === undefined || (named.length === 1 && named[0] === code && findSection(code).key === key);
          return isSound ? [] : [`${key} ${code}: ${words}`];
        }),
      ),
    ),
  );
  expect(wrong).toEqual([]);
});

test('an indicator that no section names stands among the others', () => {
  expect(findSection('Z01').key).toBe('others');
  expect(['M27', 'C24', 'C07', 'C04', 'X13', 'F03'].map((code) => findSection(code).key)).toEqual([
    'equipment',
    'supports',
    'outreach',
    'leadership',
    'standards',
    'standards',
  ]);
});
