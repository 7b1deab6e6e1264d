import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { type ClockCode, type ClockLimit, indexLimits } from '../clocks.rules.ts';
import { openOfficeDays, type OfficeDays, type SpecialDay } from '../holidays.rules.ts';

type NamedLimit = ClockLimit & { nameVi: string; nameEn: string; legalSource: string };

/** The limits of tips and the working days they are counted in, as reference-data/ says. */
export type TipLimits = { limits: Record<ClockCode, NamedLimit>; days: OfficeDays };

export async function readTipLimits(db: Db): Promise<TipLimits> {
  const limits = await sql<NamedLimit>`
    select code, amount, measure_unit, name_vi, name_en, legal_source from tip_clocks`.execute(db);
  const days = await sql<SpecialDay>`select day, kind from public_holidays`.execute(db);
  return {
    limits: indexLimits(limits.rows) as Record<ClockCode, NamedLimit>,
    days: openOfficeDays(days.rows),
  };
}
