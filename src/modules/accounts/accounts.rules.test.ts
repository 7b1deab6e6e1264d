import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areDutiesApart,
  codeAlphabet,
  compareRoles,
  doPeriodsMeet,
  findPasswordWeakness,
  isRoleForUnit,
  mayHandleRole,
  normaliseCode,
} from './accounts.rules.ts';

describe('a new password', () => {
  test.each([
    ['tre xanh 7', undefined],
    ['Ngày mai trời lại sáng', undefined],
    ['bàn đá chanh muối', undefined],
    ['chín ký tự', undefined],
    ['chinkytu9', 'password.too_short'],
    ['ờ'.normalize('NFD').repeat(9), 'password.too_short'],
    ['Mật khẩu 2026!', 'password.too_common'],
    ['matkhau12345', 'password.too_common'],
    ['congan@113113', 'password.too_common'],
    ['Công-an.Xã_2026', 'password.too_common'],
    ['Anh yêu em 520', 'password.too_common'],
    ['1234567890', 'password.too_common'],
    ['0987654321', 'password.too_common'],
    ['abababababab', 'password.too_common'],
    ['qwertyuiop', 'password.too_common'],
    ['lan.nguyen', 'password.is_sign_in_name'],
    ['Lan.Nguyen2026', 'password.is_sign_in_name'],
  ])('%s', (password, weakness) => {
    expect(findPasswordWeakness(password, 'lan.nguyen')).toBe(weakness);
  });

  test('a sign-in name of digits alone does not make every password its own', () => {
    expect(findPasswordWeakness('mưa rào tháng sáu', '113')).toBeUndefined();
    expect(findPasswordWeakness('8462018462', '846201846')).toBeUndefined();
  });
});

test('a code is read however it is typed', () => {
  const code = fc
    .array(fc.constantFrom(...codeAlphabet), { minLength: 10, maxLength: 10 })
    .map((letters) => letters.join(''));
  fc.assert(
    fc.property(code, (given) => {
      const typed = ` ${given.slice(0, 5)} - ${given.slice(5).toLowerCase()} `
        .replaceAll('0', 'o')
        .replaceAll('1', 'l');
      expect(normaliseCode(typed)).toBe(given);
    }),
  );
});

test('tip handling and administration never meet in one person', () => {
  expect(areDutiesApart('tip_handler', 'unit_administrator')).toBe(false);
  expect(areDutiesApart('system_administrator', 'tip_handler')).toBe(false);
  expect(areDutiesApart('tip_handler', 'recorder')).toBe(true);
  expect(areDutiesApart('unit_administrator', 'recorder')).toBe(true);
});

test('a unit administrator handles no role that reaches further than the unit', () => {
  const given = [
    'recorder',
    'commune_head',
    'province_checker',
    'province_approver',
    'tip_handler',
    'unit_administrator',
  ];
  const refused = ['ministry_reader', 'system_administrator', 'auditor', 'a_role_of_tomorrow'];
  for (const role of given) expect(mayHandleRole(['unit_administrator'], role), role).toBe(true);
  for (const role of refused) expect(mayHandleRole(['recorder', 'unit_administrator'], role), role).toBe(false);
  for (const role of [...given, ...refused]) {
    expect(mayHandleRole(['system_administrator'], role), role).toBe(true);
    expect(mayHandleRole(['commune_head'], role), role).toBe(false);
  }
});

test('approving is a duty of the level above the commune', () => {
  expect(isRoleForUnit('province_approver', 'commune')).toBe(false);
  expect(isRoleForUnit('province_approver', 'province')).toBe(true);
  expect(isRoleForUnit('commune_head', 'province')).toBe(false);
  expect(isRoleForUnit('a_role_of_tomorrow', 'province')).toBe(false);
});

test('roles stand in the order of the work', () => {
  const roles = ['b_tomorrow', 'auditor', 'a_tomorrow', 'recorder', 'commune_head'];
  expect(roles.toSorted(compareRoles)).toEqual(['recorder', 'commune_head', 'auditor', 'a_tomorrow', 'b_tomorrow']);
});

test('periods that touch do not meet', () => {
  const post = { validFrom: '2026-01-01', validTo: '2026-07-01' };
  expect(doPeriodsMeet(post, { validFrom: '2026-07-01', validTo: null })).toBe(false);
  expect(doPeriodsMeet({ validFrom: '2026-07-01', validTo: null }, post)).toBe(false);
  expect(doPeriodsMeet(post, { validFrom: '2026-06-30', validTo: null })).toBe(true);
  expect(doPeriodsMeet({ validFrom: '2025-01-01', validTo: null }, { validFrom: '2026-07-01', validTo: null })).toBe(
    true,
  );
});
