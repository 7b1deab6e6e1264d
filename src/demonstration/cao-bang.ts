import { sql } from 'kysely';
import { activities } from '#modules/activities/activities.contract.ts';
import { handIns } from '#modules/hand-ins/hand-ins.contract.ts';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { supports } from '#modules/supports/supports.contract.ts';
import { listMonths } from '#platform/periods.rules.ts';
import {
  approve,
  getProvince,
  handUp,
  listCommunes,
  listStates,
  once,
  type Parts,
  type SignedIn,
  submit,
  submitAndApprove,
  type Unit,
} from './acts.ts';
import { apportion } from './apportion.rules.ts';
import { makeHandIns, makeInitiatives, makeLaunches, makeSupports, published, standard } from './cao-bang-records.ts';
import { importRecords } from './import-records.ts';

const people = { records: 'nhaplieu.caobang', submits: 'kiemtra.caobang', approves: 'duyet.caobang' };
const months = listMonths('2023-01', '2023-12');
const lastMonth = '2023-12';
const reasons = {
  apportioned:
    'Tổng đã công bố của tỉnh Cao Bằng năm 2023 (Báo Cao Bằng), chia đều theo thứ tự tháng và mã xã, phần lẻ rải đều; chỉ tổng của tỉnh là số thật.',
  standard:
    'Cao Bằng công bố tỷ lệ 92,66%, không công bố tử số và mẫu số; các số thành phần này được chọn để cho đúng tỷ lệ đó.',
};

/**
 * Cao Bằng, 2023. Eleven communes keep four registers for the whole year, all others that of initiatives at its end; the
 * records come in by workbooks. What no register gives is handed up as supplements.
 */
export async function loadCaoBang(parts: Parts, ask: SignedIn): Promise<void> {
  const province = await getProvince(parts.ownerDb, '04', true);
  const communes = await listCommunes(parts.ownerDb, province, { ended: true });
  const hosts = communes.slice(0, published.launches);
  const others = communes.slice(published.launches);
  const keep = async (unit: Unit, register: string, fromMonth: string): Promise<void> => {
    await ask('quantri.caobang', 'PUT', `/units/${unit.id}/register-keepings/${register}`, { fromMonth });
  };
  await once(parts, 'registers of Cao Bằng', async () => {
    for (const unit of hosts)
      for (const { name } of [initiatives, activities, handIns, supports]) await keep(unit, name, months[0]!);
    for (const unit of others) await keep(unit, initiatives.name, lastMonth);
  });
  const workbooks = [
    [initiatives, makeInitiatives(communes, hosts.length)],
    [activities, makeLaunches(communes)],
    [handIns, makeHandIns(hosts)],
    [supports, makeSupports(hosts)],
  ] as const;
  for (const [register, records] of workbooks) {
    await once(parts, `workbook of Cao Bằng: ${register.name}`, () =>
      importRecords(ask, people.records, register, province, records),
    );
  }
  await once(parts, 'origin of Cao Bằng', async () => {
    const ids = communes.map((unit) => unit.id);
    for (const [{ table }] of workbooks)
      await sql`update ${sql.table(table)} set demonstration = true where unit_id = any (${ids}::int[])`.execute(
        parts.ownerDb,
      );
  });
  await loadSupplements(parts, ask, others);
  await loadMonths(parts, ask, hosts, others);
}

/** Sessions, attendances and wanted persons of the first eleven months: communes without a register of activities. */
async function loadSupplements(parts: Parts, ask: SignedIn, others: Unit[]): Promise<void> {
  const early = months.slice(0, -1);
  const cells = early.length * others.length;
  const sessions = apportion(published.sessions, cells);
  const attendances = apportion(published.attendances, cells);
  const wanted = apportion(published.wanted, cells);
  for (const [index, month] of early.entries()) {
    await once(parts, `supplements of Cao Bằng ${month}`, () =>
      submitAndApprove(ask, people, {
        origin: 'apportioned',
        reason: reasons.apportioned,
        submissions: others.map((unit, place) => {
          const cell = index * others.length + place;
          return {
            unitId: unit.id,
            month,
            figures: [
              { indicatorCode: 'O01', value: String(sessions[cell]), qualifier: 'over' },
              { indicatorCode: 'O02', value: String(attendances[cell]), qualifier: 'over' },
              { indicatorCode: 'T36', value: String(wanted[cell]) },
            ],
          };
        }),
      }),
    );
  }
}

/** The months of the eleven communes from their registers, and the year's end of all with the stocks typed beside. */
async function loadMonths(parts: Parts, ask: SignedIn, hosts: Unit[], others: Unit[]): Promise<void> {
  const communes = [...hosts, ...others];
  for (const month of months.slice(0, -1)) {
    await once(parts, `registers of Cao Bằng ${month}`, async () => {
      await submit(ask, people.records, hosts, month);
      await approve(ask, people.approves, hosts, month);
    });
  }
  const shares = Object.entries({ ...standard.registered, ...standard.met }).map(([code, total]) => ({
    code,
    parts: apportion(total, communes.length),
  }));
  const rural = communes.filter((unit) => unit.name.startsWith('Xã ')).slice(0, published.ruralCommunesMeeting192);
  const meeting = new Set(rural.map((unit) => unit.id));
  await once(parts, 'year of Cao Bằng', async () => {
    const states = await listStates(ask, people.records, lastMonth);
    for (const [place, unit] of communes.entries()) {
      const found = states.get(unit.id)!;
      if (found.state !== 'missing') continue;
      const isFocus = String(place < published.focusAreas ? 1 : 0);
      const saved = await ask(people.records, 'PUT', `/submissions/${unit.id}/${lastMonth}/supplements`, {
        revision: found.revision,
        reason: reasons.standard,
        cells: [
          ...shares.map(({ code, parts: each }) => ({ indicatorCode: code, value: String(each[place]) })),
          { indicatorCode: 'S24', value: meeting.has(unit.id) ? '1' : '0', reason: reasons.apportioned },
          { indicatorCode: 'F01', value: isFocus, reason: reasons.apportioned },
          { indicatorCode: 'F02', value: isFocus, reason: reasons.apportioned },
        ],
      });
      await handUp(ask, people.records, unit, lastMonth, Number(saved.revision));
    }
    await approve(ask, people.approves, communes, lastMonth);
  });
  parts.say('Dữ liệu minh họa: Cao Bằng năm 2023.');
}
