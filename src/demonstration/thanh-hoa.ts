import { getProvince, once, type Parts, type SignedIn, submitAndApprove } from './acts.ts';

/** Thanh Hóa, 2013–2023: the provincial police director's commendations, which are the province's own figures. */
export async function loadThanhHoa(parts: Parts, ask: SignedIn): Promise<void> {
  const province = await getProvince(parts.ownerDb, '38', true);
  await once(parts, 'Thanh Hóa, the province', () =>
    submitAndApprove(
      ask,
      { submits: 'kiemtra.thanhhoa', approves: 'duyet.thanhhoa' },
      {
        origin: 'supplement',
        reason: 'Số của chính tỉnh Thanh Hóa, đã công bố tại hội nghị tổng kết 2013–2023 (15/6/2023).',
        submissions: [
          {
            unitId: province.id,
            month: '2023-05',
            figures: [
              { indicatorCode: 'A07', value: '10' },
              { indicatorCode: 'A08', value: '15' },
            ],
          },
        ],
      },
    ),
  );
}
