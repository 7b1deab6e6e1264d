import { getProvince, listCommunes, once, type Parts, type SignedIn, type Unit } from './acts.ts';

type Said = {
  category: string;
  matter: string;
  place: string;
  /** Within Phường Vĩnh Trạch. */
  position?: string;
  wish: 'public' | 'private';
  answer?: { words: string; outcome: string };
};

const said: Said[] = [
  {
    category: 'lighting',
    matter: 'Hai bóng đèn ở đầu cầu tắt đã hơn một tuần, tối trẻ đi học về rất tối.',
    place: 'Đầu cầu, gần nhà văn hóa ấp',
    position: '9.2972, 105.7612',
    wish: 'public',
    answer: { words: 'Tổ điện đã thay cả hai bóng. Cảm ơn bà con đã báo.', outcome: 'done' },
  },
  {
    category: 'noise',
    matter: 'Quán hát loa kéo đến sau 23 giờ, gần như tối nào cũng vậy.',
    place: 'Khu chợ',
    position: '9.3041, 105.7843',
    wish: 'public',
  },
  {
    category: 'fire_hazard',
    matter: 'Nhà kho chứa nhiều mút xốp sát bếp, sợ cháy.',
    place: 'Sau chợ',
    wish: 'private',
  },
];

/** What residents see and say: contacts of the communes, an activity to come, feedback with and without an answer. */
export async function loadResidents(parts: Parts, ask: SignedIn): Promise<void> {
  const communes = await listCommunes(parts.ownerDb, await getProvince(parts.ownerDb, '96', true), { ended: false });
  for (const [index, unit] of communes.slice(0, 2).entries()) {
    const officer = `xa${index + 1}`;
    await once(parts, `area page of ${officer}`, async () => {
      await ask(officer, 'PUT', `/area-pages/${unit.id}`, {
        phone: '0290 3 000 113 (số minh họa)',
        address: `Trụ sở Công an ${unit.name}`,
        hours: 'Trực cả ngày và đêm',
        note: '',
        version: 0,
      });
      await ask(officer, 'POST', `/area-pages/${unit.id}/coming`, {
        heldOn: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10),
        atHour: '19 giờ',
        title: 'Diễn đàn Công an lắng nghe ý kiến nhân dân',
        place: 'Nhà văn hóa xã',
      });
    });
  }
  for (const [number, one] of said.entries())
    await once(parts, `feedback ${number}`, () => giveFeedback(parts, ask, communes[1]!, one));
}

async function giveFeedback({ house, ownerDb }: Parts, ask: SignedIn, unit: Unit, one: Said): Promise<void> {
  const { answer, ...fields } = one;
  const sent = await house.app.inject({
    method: 'POST',
    url: '/phan-anh/moi',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ noi: unit.code, ...fields }).toString(),
  });
  const id = /[0-9a-f-]{36}/.exec(String(sent.headers.location))?.[0];
  if (id === undefined) throw new Error(`demonstration: feedback answered ${sent.statusCode}`);
  await ownerDb.updateTable('feedback').set({ demonstration: true }).where('id', '=', id).execute();
  if (one.wish === 'private') return;
  await ask('xa2', 'POST', `/feedback/${id}/answer`, {
    version: 1,
    publication: 'published',
    ...(answer && { answer }),
  });
}
