import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  toFileName,
  writeBasis,
  writeCoverage,
  writeDay,
  writeFigure,
  writeLongDay,
  writeNumber,
  writeOrigins,
  writeSpan,
  writeUnit,
  writeUnitWithPeriod,
  writeValue,
} from './reports.rules.ts';

const plain = { numerator: null, denominator: null };
const ratio = { value: '84.17', numerator: '117', denominator: '139' };

describe('numbers', () => {
  test.each([
    ['0', '0', '0'],
    ['265', '265', '265'],
    ['41736', '41.736', '41,736'],
    ['828705', '828.705', '828,705'],
    ['20000000000.05', '20.000.000.000,05', '20,000,000,000.05'],
    ['13.85', '13,85', '13.85'],
    ['-1270', '−1.270', '−1,270'],
  ])('%s is written %s, in English %s', (value, vi, en) => {
    expect([writeNumber(value, 'vi'), writeNumber(value, 'en')]).toEqual([vi, en]);
  });

  test('a number keeps every digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.stringMatching(/^\d{0,6}$/), (whole, fraction) => {
        const exact = fraction === '' ? String(whole) : `${whole}.${fraction}`;
        const written = writeNumber(exact, 'vi');
        expect(written.replaceAll('.', '').replace(',', '.')).toBe(exact);
        expect(written.split(',')[0]).toMatch(/^\d{1,3}(\.\d{3})*$/);
      }),
    );
  });

  test('what is no exact decimal is refused', () => {
    expect(() => writeNumber('1e21', 'vi')).toThrow('1e21');
    expect(() => writeNumber('trên 50', 'vi')).toThrow('trên 50');
  });
});

describe('figures', () => {
  test('a ratio is written with its parts', () => {
    expect(writeFigure(ratio, 'xã', 'vi')).toBe('117/139 xã (84,17%)');
    expect(writeValue(ratio, 'communes', 'en')).toBe('117/139 communes (84.17%)');
  });

  test('what was not reported is said so and never 0', () => {
    expect(writeFigure({ value: null, ...plain }, 'tin', 'vi')).toBe('chưa có số liệu');
    expect(writeFigure({ value: null, numerator: '3', denominator: null }, 'tin', 'vi')).toBe('chưa có số liệu');
    expect(writeFigure({ value: '0', ...plain }, 'tin', 'vi')).toBe('0 tin');
  });
});

describe('time', () => {
  test('days below 10 and the months 1 and 2 carry a leading 0', () => {
    expect(writeDay('2020-01-05', 'vi')).toBe('05/01/2020');
    expect(writeDay('2013-07-15', 'vi')).toBe('15/7/2013');
    expect(writeLongDay('2020-01-05')).toBe('ngày 05 tháng 01 năm 2020');
    expect(writeLongDay('2026-11-23')).toBe('ngày 23 tháng 11 năm 2026');
  });

  test('a span tells its months and their days', () => {
    const span = { from: '2013-08', to: '2023-05', fromDay: '2013-07-15', toDay: '2023-05-14' };
    expect(writeSpan(span, 'vi')).toBe('từ tháng 8/2013 đến tháng 5/2023 (từ 15/7/2013 đến 14/5/2023)');
    expect(writeSpan(span, 'en')).toBe('from August 2013 to May 2023 (15 July 2013 to 14 May 2023)');
    const month = { from: '2023-02', to: '2023-02', fromDay: '2023-01-15', toDay: '2023-02-14' };
    expect(writeSpan(month, 'vi')).toBe('trong tháng 02/2023 (từ 15/01/2023 đến 14/02/2023)');
  });

  test('the basis says period, boundaries, as known when and coverage', () => {
    const question = {
      fromDay: '2024-12-15',
      toDay: '2025-12-14',
      view: 'today' as const,
      asKnownOn: null,
      // Seven hours behind Vietnam, where the next day has begun.
      answeredAt: '2026-11-22T18:05:00.000Z',
    };
    expect(writeBasis(question, '61/64 xã đã báo cáo', 'vi')).toBe(
      '15/12/2024–14/12/2025 · theo địa giới hiện nay · số đã duyệt đến 01:05 ngày 23/11/2026 · 61/64 xã đã báo cáo',
    );
    expect(writeBasis({ ...question, view: 'then', asKnownOn: '2026-02-03' }, 'x', 'vi')).toBe(
      '15/12/2024–14/12/2025 · theo địa giới lúc đó · số đã duyệt đến hết ngày 03/02/2026 · x',
    );
  });
});

describe('coverage and origin', () => {
  const full = { reported: 7552, obliged: 7552, units: 64, silentUnits: 0 };
  test('coverage tells units and monthly reports, and units alone where each owes one', () => {
    expect(writeCoverage({ ...full, reported: 7431, silentUnits: 1 }, 'commune', 'vi')).toBe(
      '63/64 xã; 7.431/7.552 báo cáo tháng',
    );
    expect(writeCoverage({ reported: 61, obliged: 64, units: 64, silentUnits: 3 }, 'commune', 'vi')).toBe('61/64 xã');
    expect(writeCoverage({ reported: 1, obliged: 1, units: 1, silentUnits: 0 }, 'province', 'vi')).toBe('1/1 tỉnh');
    expect(writeCoverage({ reported: 3, obliged: 0, units: 0, silentUnits: 0 }, 'mixed', 'vi')).toBe(
      '3 báo cáo tháng, ngoài diện phải báo cáo',
    );
    expect(writeCoverage(null, 'commune', 'vi')).toBe('');
  });

  test('several origins are told with how many values each', () => {
    const none = { records: 0, supplement: 0, imported: 0, apportioned: 0 };
    expect(writeOrigins({ ...none, apportioned: 7552 }, 'vi')).toBe('phân bổ');
    expect(writeOrigins({ ...none, records: 1200, supplement: 3 }, 'vi')).toBe('từ sổ (1.200); bổ sung (3)');
    expect(writeOrigins({ ...none, imported: 5 }, 'vi')).toBe('nhập từ dữ liệu cũ');
    expect(writeOrigins(none, 'vi')).toBe('');
  });
});

test('a unit is written small in a sentence, and with its period where a name stands twice', () => {
  const ended = { kind: 'province', name: 'Tỉnh Cà Mau', validFrom: null, validTo: '2025-07-01' };
  expect(writeUnit(ended, 'vi')).toBe('tỉnh Cà Mau');
  expect(writeUnit({ name: 'Đoàn Kết' }, 'vi')).toBe('Đoàn Kết');
  expect(writeUnitWithPeriod(ended, 'vi')).toBe('Tỉnh Cà Mau (đến hết 30/6/2025)');
  expect(writeUnitWithPeriod({ ...ended, validFrom: '2025-07-01', validTo: null }, 'vi')).toBe(
    'Tỉnh Cà Mau (từ 01/7/2025)',
  );
});

test('a file name is plain letters', () => {
  expect(toFileName('Tỉnh Đắk Lắk', { from: '2013-08', to: '2023-05' })).toBe('bao-cao_dak-lak_2013-08_2023-05');
});
