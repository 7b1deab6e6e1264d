import type { UnitKind } from '#modules/units/units.rules.ts';
import { toSearchKey, withoutDiacritics } from '#platform/search-key.rules.ts';
import type { Day } from '#platform/periods.rules.ts';

export const shortestPassword = 10;

// Words that people take first when a password is asked, without diacritics, spaces and signs. Digits around one of
// them do not save it: mat.khau.2026, 123congan.
const commonWords = [
  ...['password', 'passw0rd', 'pass', 'letmein', 'welcome', 'iloveyou', 'monkey', 'dragon', 'football', 'sunshine'],
  ...['princess', 'qwerty', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abc', 'abcd', 'abcdef', 'abcdefghij', 'test'],
  ...['admin', 'administrator', 'quantri', 'quantrivien', 'user', 'nguoidung', 'dangnhap', 'taikhoan', 'khongbiet'],
  ...[
    'matkhau',
    'matkhaumoi',
    'matkhaucu',
    'anhyeuem',
    'emyeuanh',
    'toiyeuban',
    'yeuem',
    'yeuanh',
    'giadinh',
    'xinchao',
  ],
  ...['congan', 'conganxa', 'congannhandan', 'mattran', 'binhyen', 'anninh', 'anninhtrattu', 'toquoc', 'baovetoquoc'],
  ...['vietnam', 'vietnamvodich', 'hanoi', 'saigon', 'hochiminh', 'danang', 'haiphong', 'cantho', 'camau', 'hue'],
];
const knownWords = new Set(commonWords);
const rows = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
];

/** One form of a password for every way of typing it: Vietnamese letters come composed or in pieces, as the keyboard likes. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * What is wrong with a new password, as the code of its words; undefined = good. Length, common passwords and the
 * sign-in name count, kinds of characters do not (NIST SP 800-63B).
 */
export function findPasswordWeakness(password: string, signInName: string): string | undefined {
  const normal = normalisePassword(password);
  if ([...normal].length < shortestPassword) return 'password.too_short';
  const folded = withoutDiacritics(normal).toLowerCase().replaceAll(/\s/gu, '');
  const bare = withoutDigitsAround(folded);
  const name = withoutDiacritics(signInName).toLowerCase();
  if (name !== '' && (folded === name || (bare !== '' && bare === withoutDigitsAround(name))))
    return 'password.is_sign_in_name';
  const isCommon = knownWords.has(bare) || new Set(folded).size < 4 || rows.some((row) => row.includes(folded));
  return isCommon ? 'password.too_common' : undefined;
}

function withoutDigitsAround(text: string): string {
  return text.replaceAll(/[^a-z0-9]/gu, '').replaceAll(/^\d+|\d+$/gu, '');
}

/** Both names of a person, and the parts of the sign-in name, in the form in which a search looks for the beginning of a word. */
export function toPersonSearchKey(displayName: string, signInName: string): string {
  return [displayName, signInName, signInName.replaceAll(/[._-]/g, ' ')].map(toSearchKey).join(' ');
}

// Crockford's base 32: no I, L, O, U, so that a code read aloud or copied by hand comes through.
export const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A one-time code as it was meant: capitals, no hyphens or spaces, O read as 0, I and L as 1. */
export function normaliseCode(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

// A role that is not named here is given by a system administrator only.
const roleUnitKinds: Record<string, readonly UnitKind[]> = {
  recorder: ['nation', 'province', 'commune', 'residential_area', 'agency', 'enterprise', 'school'],
  commune_head: ['commune'],
  province_checker: ['nation', 'province'],
  province_approver: ['nation', 'province'],
  ministry_reader: ['nation'],
  tip_handler: ['nation', 'province', 'commune'],
  unit_administrator: ['nation', 'province', 'commune'],
  system_administrator: ['nation'],
  auditor: ['nation', 'province'],
};
const nationwideRoles = new Set(['ministry_reader', 'system_administrator', 'auditor']);
const administratorRoles = new Set(['unit_administrator', 'system_administrator']);

/** Roles in the order of a working day, from keeping the records to looking after the house; unknown ones last. */
export function compareRoles(one: string, other: string): number {
  const placeOf = (role: string) => (role in roleUnitKinds ? Object.keys(roleUnitKinds).indexOf(role) : Infinity);
  return placeOf(one) === placeOf(other) ? one.localeCompare(other) : placeOf(one) - placeOf(other);
}

/** Whether a role makes sense at a unit of this kind: a commune's own officer does not approve what the commune submits. */
export function isRoleForUnit(role: string, unitKind: string): boolean {
  return (roleUnitKinds[role] ?? ['nation']).some((kind) => kind === unitKind);
}

/**
 * Whether a holder of these roles may give, end or hand over a post of a role, the place being checked apart. A unit
 * administrator handles no role that reaches further than administrators of a unit do.
 */
export function mayHandleRole(holderRoles: readonly string[], role: string): boolean {
  if (holderRoles.includes('system_administrator')) return true;
  return holderRoles.includes('unit_administrator') && role in roleUnitKinds && !nationwideRoles.has(role);
}

/** Tip handling is a duty of its own, apart from administration (DESIGN law 8): one person never holds both. */
export function areDutiesApart(role: string, otherRole: string): boolean {
  const isMixed = (one: string, other: string) => one === 'tip_handler' && administratorRoles.has(other);
  return !isMixed(role, otherRole) && !isMixed(otherRole, role);
}

/** Half-open periods; validTo null = open. */
export function doPeriodsMeet(
  one: { validFrom: Day; validTo: Day | null },
  other: { validFrom: Day; validTo: Day | null },
): boolean {
  return (
    (other.validTo === null || one.validFrom < other.validTo) && (one.validTo === null || other.validFrom < one.validTo)
  );
}
