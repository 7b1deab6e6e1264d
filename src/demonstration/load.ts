import { sql } from 'kysely';
import { createAccount } from '#modules/accounts/index.ts';
import type { Db } from '#platform/database/database.ts';
import { getProvince, listCommunes, listUnits, once, type Parts, signInAll } from './acts.ts';
import { loadBacLieu } from './bac-lieu.ts';
import { loadBinhDuong } from './binh-duong.ts';
import { loadCaoBang } from './cao-bang.ts';
import { loadInboxes } from './inboxes.ts';
import { loadLife } from './life.ts';
import { demonstrationPassword, demonstrationPeople } from './people.ts';
import { loadResidents } from './residents.ts';
import { loadThanhHoa } from './thanh-hoa.ts';

export type DemonstrationState = 'none' | 'loading' | 'ready' | 'failed';

/**
 * Loads the demonstration data through the product's own acts, step by step; a step that was finished is not repeated,
 * so that a start after a cut goes on where it was. short: today's life and the review of Bạc Liêu. Rejects where a step
 * is refused.
 */
export async function loadDemonstration(parts: Parts, extent: 'short' | 'whole' = 'whole'): Promise<void> {
  await once(parts, 'people', () => createPeople(parts.ownerDb));
  const ask = signInAll(parts.house);
  // What people will touch first comes first.
  await loadLife(parts, ask);
  await loadResidents(parts, ask);
  await loadInboxes(parts, ask);
  await loadBacLieu(parts, ask);
  if (extent === 'whole') {
    await loadCaoBang(parts, ask);
    await loadBinhDuong(parts, ask);
    await loadThanhHoa(parts, ask);
  }
  await once(parts, `complete: ${extent}`, async () => parts.say('Dữ liệu minh họa đã sẵn sàng.'));
}

/** Whether the demonstration is complete in this database, to that extent. */
export async function isDemonstrationComplete(db: Db, extent: 'short' | 'whole'): Promise<boolean> {
  const { rows } = await sql`select 1 from demonstration_steps where step = ${`complete: ${extent}`}`.execute(db);
  return rows.length > 0;
}

async function createPeople(ownerDb: Db): Promise<void> {
  const [nation] = await listUnits(ownerDb, sql`u.kind = 'nation'`);
  const communes = await listCommunes(ownerDb, await getProvince(ownerDb, '96', true), { ended: false });
  const places = new Map<string | number, number>([
    ['VN', nation!.id],
    ...communes.map(({ id }, place) => [place, id] as const),
  ]);
  for (const { at } of demonstrationPeople) {
    if (typeof at === 'string' && !places.has(at)) places.set(at, (await getProvince(ownerDb, at, true)).id);
  }
  await ownerDb.transaction().execute(async (tx) => {
    for (const { signInName, displayName, role, organisation, at } of demonstrationPeople) {
      await createAccount(tx, {
        signInName,
        displayName,
        password: demonstrationPassword,
        mustChangePassword: false,
        posts: [{ unitId: places.get(at)!, role, organisationCode: organisation }],
      });
    }
  });
}
