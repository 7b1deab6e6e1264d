import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type FaultCode, type FigureFault, importFigures } from '#modules/submissions/server/import-figures.ts';
import { explainSystemError, type Sentence } from '#platform/operator-error.ts';
import { openClient } from './backup.ts';
import { CheckFailed, type Output, toJson, WrongUse } from './words.ts';

const faultWords: Record<FaultCode, Sentence> = {
  column_missing: { vi: 'thiếu cột này', en: 'this column is missing' },
  column_unknown: { vi: 'không có cột tên như vậy', en: 'there is no such column' },
  unreadable: { vi: 'không đọc được', en: 'cannot be read' },
  unit_unknown: {
    vi: 'không có xã, phường, tỉnh nào mang mã này trong tháng đó',
    en: 'no commune or province had this code in that month',
  },
  unit_ambiguous: {
    vi: 'mã này chỉ nhiều đơn vị trong tháng đó',
    en: 'this code stands for several units in that month',
  },
  month_unreadable: { vi: 'tháng phải viết dạng 2024-03', en: 'a month is written like 2024-03' },
  month_running: { vi: 'kỳ này chưa kết thúc', en: 'this month has not ended' },
  indicator_unknown: { vi: 'không có chỉ tiêu mã này', en: 'there is no such indicator' },
  indicator_computed: {
    vi: 'chỉ tiêu này do hệ thống tính, không nhập',
    en: 'this indicator is computed and not entered',
  },
  value_negative: { vi: 'số không được âm', en: 'a number must not be negative' },
  origin_unknown: { vi: 'nguồn gốc là imported hoặc apportioned', en: 'the origin is imported or apportioned' },
  keys_differ: {
    vi: 'chỉ tiêu đếm tên cần cột keys (a|b|c) với đúng số tên bằng value; chỉ tiêu khác để trống',
    en: 'an indicator of names needs keys (a|b|c), as many as its value; others leave it empty',
  },
  known_on_impossible: {
    vi: 'ngày duyệt phải sau ngày chốt tháng và không sau hôm nay',
    en: 'the day of approval lies after the cut-off of the month and not after today',
  },
  correction_missing: {
    vi: 'bản sau của một tháng cần lý do đính chính',
    en: 'a later version of a month needs the reason of its correction',
  },
  twice: { vi: 'số liệu này có hai lần trong tệp', en: 'this figure stands twice in the file' },
  not_owed: {
    vi: 'không đơn vị nào phải báo cáo chỉ tiêu này trong tháng đó',
    en: 'this indicator was not owed in that month',
  },
  already_submitted: {
    vi: 'tháng này của đơn vị đã có báo cáo',
    en: 'this month of the unit has a submission already',
  },
  register_kept: {
    vi: 'đơn vị đã giữ sổ của chỉ tiêu này; số tính từ bản ghi',
    en: 'the unit kept the register of this indicator; it is counted from records',
  },
  person_unknown: { vi: 'không có tài khoản tên này', en: 'there is no such account' },
  same_person: { vi: 'người nộp và người duyệt phải khác nhau', en: 'whoever submits may not approve' },
  person_without_right: {
    vi: 'người nộp hoặc người duyệt không có quyền ở đơn vị này',
    en: 'the submitter or approver has no such right at this unit',
  },
};

export type ImportFiguresOptions = { reason: string; submittedBy: string; approvedBy: string; confirm?: boolean };

/** Checks a file of old figures, and with `confirm` brings it in, whole or not at all. */
export async function importFigureFile(
  migrateUrl: string,
  file: string,
  options: ImportFiguresOptions,
  output: Output,
): Promise<void> {
  if (options.reason.trim().length < 3)
    throw new WrongUse({ vi: '--reason cần ghi nguồn của số liệu.', en: '--reason says where the figures come from.' });
  const size = await stat(file).catch((error: unknown) => {
    throw explainSystemError(error, file) ?? error;
  });
  output.tell({
    vi: `${basename(file)}: ${Math.ceil(size.size / 1024)} KB`,
    en: `${basename(file)}: ${Math.ceil(size.size / 1024)} KB`,
  });
  const client = await openClient(migrateUrl);
  try {
    const result = await importFigures(client, {
      ...options,
      confirm: options.confirm ?? false,
      content: createReadStream(file, { highWaterMark: 1024 * 1024 }),
      say: (line) => output.tell({ vi: line, en: line }),
    });
    for (const fault of result.faults.slice(0, 20)) output.tell(inSentence(fault));
    output.out(toJson(result));
    if (result.faults.length > 0) {
      const { length } = result.faults;
      output.tell({ vi: `${length} lỗi; chưa nhập gì.`, en: `${length} errors; nothing was imported.` });
      throw new CheckFailed();
    }
    if (!result.imported) {
      output.tell({
        vi: 'Tệp không có lỗi. Chưa nhập gì; thêm --confirm để nhập.',
        en: 'The file has no errors. Nothing was imported; add --confirm to import.',
      });
      return;
    }
    await vacuumLoaded(client, output);
    output.tell({ vi: `Đã nhập ${result.figures} số liệu.`, en: `Imported ${result.figures} figures.` });
  } finally {
    await client.end();
  }
}

/** What was loaded in bulk is read from indexes alone once PostgreSQL knows that all may see it. */
async function vacuumLoaded(client: Awaited<ReturnType<typeof openClient>>, output: Output): Promise<void> {
  output.tell({ vi: 'dọn dẹp (vacuum)…', en: 'vacuum…' });
  await client.query('vacuum submissions, submission_versions, figures, figure_years, roll_ups, roll_up_keys');
}

function inSentence({ line, column, code, text }: FigureFault): Sentence {
  const { vi, en } = faultWords[code];
  const place = (row: string, name: string): string =>
    [line === null ? '' : `${row} ${line}`, column === null ? '' : `${name} ${column}`].filter(Boolean).join(', ');
  const said = (where: string, words: string): string =>
    `${where ? `${where}: ` : ''}${words}${text ? ` (${text})` : ''}`;
  return { vi: said(place('dòng', 'cột'), vi), en: said(place('row', 'column'), en) };
}
