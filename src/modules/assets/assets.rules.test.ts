import { describe, expect, test } from 'vitest';
import type { Values } from '#registers/declaration.ts';
import { sampleValues } from '#tests/support/records.ts';
import { assets } from './assets.contract.ts';
import { determineAssetBreaches } from './assets.rules.ts';

const breachesOf = (change: Values) =>
  determineAssetBreaches(sampleValues(assets, { installedOn: '2026-03-01', ...change })).map(({ path, code }) => [
    path,
    code,
  ]);

describe('rules across the fields of an asset', () => {
  test.each<[string, Values]>([
    [
      'cameras that all work, with owners who agreed',
      { itemCount: 4, workingCount: 4, ownerCount: 2, ownerAgreedCount: 2 },
    ],
    ['lights that were taken down', { assetKind: 'light', itemCount: 0, workingCount: 0 }],
  ])('%s keeps them', (_, change) => expect(breachesOf(change)).toEqual([]));

  test.each<[string, Values, [string, string]]>([
    ['more work than there are', { workingCount: 2 }, ['workingCount', 'asset.working_too_many']],
    ['more agreed than own', { ownerAgreedCount: 2 }, ['ownerAgreedCount', 'asset.agreed_too_many']],
    ['observed before it was there', { observedOn: '2026-02-28' }, ['observedOn', 'asset.before_installed']],
  ])('%s is told at its field', (_, change, breach) => expect(breachesOf(change)).toEqual([breach]));
});
