import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { isDay } from '#platform/periods.rules.ts';
import type { Unit } from '../units.contract.ts';
import { countsInMonths, isValidOn, parseUnitCode, toUnambiguousCode, type View } from '../units.rules.ts';

/** The columns of a unit as the contract gives it, from `units u left join units p on p.id = u.parent_id`. */
export const unitColumns = sql`u.id, u.code, u.code_origin, u.kind, u.name_vi, u.name_en, u.valid_from, u.valid_to, p.name_vi as parent_name`;

/** All holders of codes in the order of time, ended ones too. */
export async function findUnitsByCodes(db: Db, codes: readonly string[]): Promise<InBoundaries[]> {
  const { rows } = await sql<InBoundaries>`
    select ${unitColumns}, (select id from boundary_versions where state = 'current') as boundary_version from units u left join units p on p.id = u.parent_id
    where u.code = any (${codes}::text[]) order by u.code, u.valid_from nulls first, u.valid_to, u.kind, u.id`.execute(
    db,
  );
  return rows;
}

/** A unit with the boundary version in use. */
export type InBoundaries = Unit & { boundaryVersion: number };

/** One of several holders of a code, as `unit.ambiguous` lists them; `code` names this one alone. */
export type UnitChoice = {
  id: number;
  code: string;
  nameVi: string;
  nameEn: string | null;
  kind: string;
  validFrom: string | null;
  validTo: string | null;
};

/**
 * The unit that a code means for a span of administrative months, from and to included (yyyy-mm or the first of the month).
 *
 * With a day, as `on` or as CODE@DATE: the holder of the code on that day. Without: in the view today the open unit, or
 * the last ended one, which then means its former territory; in the view then the one that counts in the span.
 * Throws `unit.code_malformed`, `unit.not_found`, or `unit.ambiguous` with `candidates` (UnitChoice[]) where several
 * holders count.
 */
export async function resolveUnit(
  db: Db,
  asked: { code: string; on?: string | undefined; from: string; to: string; view: View },
): Promise<InBoundaries> {
  const [unit] = await resolveUnits(db, [asked], asked);
  return unit!;
}

/** The same for several codes, in their order, in one statement. */
export async function resolveUnits(
  db: Db,
  codes: readonly { code: string; on?: string | undefined }[],
  span: { from: string; to: string; view: View },
): Promise<InBoundaries[]> {
  const parsed = codes.map(({ code, on: day }) => {
    const read = parseUnitCode(code);
    const on = read?.on ?? day;
    if (read === undefined || (on !== undefined && !isDay(on)))
      throw new Problem('unit.code_malformed', { code: day === undefined ? code : `${code}@${day}` });
    return { code: read.code, on };
  });
  const found = await findUnitsByCodes(
    db,
    parsed.map(({ code }) => code),
  );
  return parsed.map(({ code, on }) => {
    const holders = found.filter((unit) => unit.code === code);
    const [unit, ...others] = chooseHolders(holders, { ...span, on });
    if (unit === undefined) throw new Problem('unit.not_found', { code: on === undefined ? code : `${code}@${on}` });
    if (others.length > 0) throw toAmbiguity(code, [unit, ...others]);
    return unit;
  });
}

function chooseHolders(
  holders: readonly InBoundaries[],
  asked: { on?: string | undefined; from: string; to: string; view: View },
): InBoundaries[] {
  const { on } = asked;
  if (on !== undefined) return holders.filter((unit) => isValidOn(unit, on));
  if (asked.view === 'then') return holders.filter((unit) => countsInMonths(unit, asked.from, asked.to));
  const open = holders.filter(({ validTo }) => validTo === null);
  if (open.length > 0) return open;
  const lastEnd = holders
    .map(({ validTo }) => validTo ?? '')
    .toSorted()
    .at(-1);
  return holders.filter(({ validTo }) => validTo === lastEnd);
}

function toAmbiguity(code: string, units: readonly Unit[]): Problem {
  const candidates = units.map((unit): UnitChoice => {
    const { id, nameVi, nameEn, kind, validFrom, validTo } = unit;
    return { id, code: toUnambiguousCode(unit), nameVi, nameEn, kind, validFrom, validTo };
  });
  const choices = candidates.map((choice) => `${choice.nameVi} (${choice.code})`).join('; ');
  return new Problem('unit.ambiguous', { code, choices, candidates });
}
