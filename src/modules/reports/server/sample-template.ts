import { Document, Packer } from 'docx';
import { bodyParagraph, centred, styles, toSection, write } from './document-form.ts';

/** A small template to begin from: the usual places of a report, each with its name. */
export async function writeSampleTemplate(): Promise<Buffer> {
  const lines = [
    '{{co_quan}} báo cáo kết quả của {{don_vi}} {{ky}} như sau:',
    '{{ban_van.tinh_hinh}}',
    'Nhân dân đã cung cấp {{T01}} nguồn tin, trong đó có {{T02}} nguồn tin có giá trị ({{T02.chenh_lech}} so với kỳ trước: {{T02.truoc}}).',
    '{{cau.mo_hinh}}',
    '{{bang.nguon_tin}}',
    '{{hinh.nguon_tin}}',
    'Hạn chế, khó khăn:',
    '{{ban_van.han_che}}',
    'Số liệu: {{can_cu_so_lieu}}.',
    '{{bang.theo_don_vi}}',
  ];
  const document = new Document({
    title: 'Mẫu báo cáo',
    styles,
    sections: [
      toSection([
        centred('BÁO CÁO', { bold: true }),
        centred('{{ten_bao_cao}}', { bold: true, after: 12 }),
        ...lines.map((line) => bodyParagraph([write(line)])),
        centred('{{noi_ngay}}', { italics: true, before: 12 }),
      ]),
    ],
  });
  return Packer.toBuffer(document);
}
