import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Actor, isInPlace, requirePlace } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import type { AreaContact, AreaPage, ComingActivity } from '../area-pages.contract.ts';
import { type Area, getArea, listComing } from './queries.ts';

/** What the unit tells its residents, for whoever keeps its page. Throws unit.not_found. */
export async function getAreaPage(db: Db, actor: Actor, unitId: number): Promise<AreaPage> {
  const { id, code, name, kind } = await requireArea(db, unitId);
  const told = await db
    .selectFrom('areaContacts')
    .select(['phone', 'address', 'hours', 'note', 'version'])
    .where('unitId', '=', unitId)
    .executeTakeFirst();
  const { version, ...contact } = told ?? { phone: '', address: '', hours: '', note: '', version: 0 };
  return {
    unit: { id, code, name, kind },
    contact,
    version,
    coming: await listComing(db, [unitId], vietnamDay(new Date())),
    mayChange: await isInPlace(db, actor, 'area_page.write', unitId),
  };
}

export async function updateAreaContact(
  tx: Tx,
  actor: Actor,
  unitId: number,
  { version, ...contact }: AreaContact & { version: number },
): Promise<AreaPage> {
  const { provinceId } = await openForChange(tx, actor, unitId);
  const { numAffectedRows } = await sql`
    insert into area_contacts as present (province_id, unit_id, phone, address, hours, note)
    values (${provinceId}, ${unitId}, ${contact.phone}, ${contact.address}, ${contact.hours}, ${contact.note})
    on conflict (province_id, unit_id) do update set phone = excluded.phone, address = excluded.address,
      hours = excluded.hours, note = excluded.note, version = present.version + 1, changed_at = now()
    where present.version = ${version}`.execute(tx);
  if (numAffectedRows !== 1n) throw new Problem('request.stale');
  await recordAudit(tx, actor, { act: 'area_page.changed', ...subjectOf(provinceId, unitId), changes: contact });
  return getAreaPage(tx, actor, unitId);
}

export async function addComingActivity(
  tx: Tx,
  actor: Actor,
  unitId: number,
  activity: Omit<ComingActivity, 'id'>,
): Promise<AreaPage> {
  const { provinceId } = await openForChange(tx, actor, unitId);
  if (activity.heldOn < vietnamDay(new Date()))
    throw new Problem('input.invalid', {}, [{ path: 'heldOn', code: 'area_page.past_day' }]);
  await tx
    .insertInto('comingActivities')
    .values({ provinceId, unitId, ...activity })
    .execute();
  await recordAudit(tx, actor, { act: 'area_page.invited', ...subjectOf(provinceId, unitId), changes: activity });
  return getAreaPage(tx, actor, unitId);
}

export async function removeComingActivity(tx: Tx, actor: Actor, unitId: number, id: string): Promise<AreaPage> {
  const { provinceId } = await openForChange(tx, actor, unitId);
  const { numDeletedRows } = await tx
    .deleteFrom('comingActivities')
    .where('unitId', '=', unitId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw new Problem('request.not_found');
  await recordAudit(tx, actor, { act: 'area_page.uninvited', ...subjectOf(provinceId, unitId) });
  return getAreaPage(tx, actor, unitId);
}

async function openForChange(tx: Tx, actor: Actor, unitId: number): Promise<Area> {
  await requirePlace(tx, actor, 'area_page.write', unitId);
  return requireArea(tx, unitId);
}

async function requireArea(db: Db, unitId: number): Promise<Area> {
  const area = await getArea(db, unitId);
  if (area === undefined) throw new Problem('unit.not_found', { code: `#${unitId}` });
  return area;
}

function subjectOf(provinceId: number, unitId: number) {
  return { subjectKind: 'area_page', subjectId: String(unitId), unitId, provinceId };
}
