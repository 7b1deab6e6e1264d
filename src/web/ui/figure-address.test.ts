import { expect, test } from 'vitest';
import { readFigureAddress, writeFigureAddress } from './figure-address.ts';

test('an opened figure stands in the address and is read from it again', () => {
  const address = {
    indicatorCode: 'T02',
    unit: '95@2025-06-30',
    from: '2013-08',
    to: '2023-05',
    view: 'then' as const,
  };
  expect(readFigureAddress(writeFigureAddress(address))).toEqual({ ...address, asKnownOn: undefined });
  const known = { ...address, unit: '#34', view: 'today' as const, asKnownOn: '2026-11-22' };
  expect(readFigureAddress(writeFigureAddress(known))).toEqual(known);
});

test('what is no address of a figure opens nothing', () => {
  for (const text of [undefined, '', 'T02', 'T02~VN~2013-08~2023-05', 'T02~VN~2013-08~2023-05~soon']) {
    expect(readFigureAddress(text)).toBeUndefined();
  }
});
