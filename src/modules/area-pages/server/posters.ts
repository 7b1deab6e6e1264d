import { sql } from 'kysely';
import type { Content } from 'pdfmake/interfaces.js';
import { describeInboxKey } from '#modules/tips/sealing.rules.ts';
import type { Db } from '#platform/database/database.ts';
import { writePdf } from '#platform/files/pdf.ts';
import { Problem } from '#platform/http/problem.ts';

type PosterUnit = {
  code: string;
  name: string;
  aboveName: string | null;
  /** The inbox that takes the tips of this place; null where there is none yet. */
  inbox: { unitId: number; generation: number; publicKey: string; signPublicKey: string } | null;
};

/**
 * Posters of one unit, or of all residential areas of a commune, a page each, as PDF: a QR code that opens the tip form for
 * that place, and what to know in plain words. address: of the house, as people type it. Throws unit.not_found, area_page.no_areas.
 */
export async function makePosters(
  db: Db,
  unitId: number,
  { below, address }: { below: boolean; address: string },
): Promise<Buffer> {
  const { rows } = await sql<PosterUnit>`
    select u.code, u.name_vi as name, p.name_vi as above_name, (
      select json_build_object('unitId', i.unit_id, 'generation', i.generation, 'publicKey', encode(i.public_key, 'base64'),
        'signPublicKey', encode(i.sign_public_key, 'base64')) from inbox_of(u.id) i) as inbox
    from units u left join units p on p.id = u.parent_id
    where ${below ? sql`u.parent_id = ${unitId} and u.kind = 'residential_area' and u.valid_to is null` : sql`u.id = ${unitId}`}
    order by u.search_key, u.code`.execute(db);
  if (rows.length === 0) throw new Problem(below ? 'area_page.no_areas' : 'unit.not_found', { code: `#${unitId}` });
  return writePdf({
    info: { title: `Tờ giới thiệu Báo tin: ${rows[0]!.name}` },
    language: 'vi-VN',
    displayTitle: true,
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 40],
    defaultStyle: { font: 'Tinos', fontSize: 16, lineHeight: 1.15, alignment: 'center' },
    content: rows.flatMap((unit, index) => layoutPoster(unit, address, index > 0)),
  });
}

function layoutPoster({ code, name, aboveName, inbox }: PosterUnit, base: string, isNext: boolean): Content[] {
  const address = `${base}/bao-tin?noi=${encodeURIComponent(code)}`;
  return [
    {
      text: 'Nguy hiểm ngay lúc này? Gọi 113 · 114 · 115',
      bold: true,
      fontSize: 20,
      color: '#b3261e',
      ...(isNext && { pageBreak: 'before' as const }),
    },
    { text: name, bold: true, fontSize: 34, margin: [0, 18, 0, 0] },
    ...(aboveName === null ? [] : [{ text: aboveName, fontSize: 20 }]),
    { text: 'Báo tin cho công an', bold: true, fontSize: 28, color: '#0b5d57', margin: [0, 14, 0, 10] },
    { qr: address, fit: 250, eccLevel: 'M' as const },
    { text: address, fontSize: 12, margin: [0, 8, 0, 14] },
    {
      alignment: 'left',
      fontSize: 17,
      ul: [
        'Mở máy ảnh điện thoại, đưa vào mã vuông ở trên.',
        'Không cần nêu tên, không cần tài khoản.',
        'Tin được niêm phong: chỉ người được giao xử lý mới mở được, và mỗi lần mở đều được ghi lại.',
        'Gửi xong, bạn nhận mã biên nhận. Hãy chép lại để xem trả lời.',
        'Đèn hỏng, tiếng ồn, chỗ dễ cháy: vào “Khu vực của tôi” để gửi phản ánh.',
      ],
    },
    ...(inbox === null
      ? []
      : [
          {
            text: `Dấu khóa hộp tin: ${fingerprintOf(inbox)}. Trang báo tin hiện đúng dãy này thì tin đến đúng nơi.`,
            fontSize: 12,
            margin: [0, 12, 0, 0] as [number, number, number, number],
          },
        ]),
    {
      text: `Xem khu vực của bạn: ${base}/khu-vuc/${encodeURIComponent(code)}`,
      fontSize: 12,
      margin: [0, 14, 0, 0],
    },
  ];
}

function fingerprintOf({ unitId, generation, publicKey, signPublicKey }: NonNullable<PosterUnit['inbox']>): string {
  const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64'));
  return describeInboxKey({ unitId, generation, publicKey: bytesOf(publicKey), signPublicKey: bytesOf(signPublicKey) });
}
