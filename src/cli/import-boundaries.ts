import { basename } from 'node:path';
import type { BoundaryPreview } from '#modules/boundaries/boundaries.contract.ts';
import { importBoundaries, previewBoundaries } from '#modules/boundaries/server/import-boundaries.ts';
import { withOwner } from '#platform/database/database.ts';
import { readSource } from './import-units.ts';
import { CheckFailed, type Output, toJson } from './words.ts';

const mostNamed = 20;

/** Shows what a GeoJSON file of boundaries would bring, and with `confirm` imports it, whole or not at all. */
export async function importBoundaryFile(
  migrateUrl: string,
  file: string,
  options: { confirm: boolean; source?: string | undefined },
  output: Output,
): Promise<void> {
  const content = await readSource(file);
  await withOwner(migrateUrl, async (db) => {
    const preview = await previewBoundaries(db, content, 'all', 'vi');
    const english = await previewBoundaries(db, content, 'all', 'en');
    tellPreview(preview, english, output);
    const { provinces, communes, replaced, refusedCount, missingCount } = preview;
    if (refusedCount > 0) {
      output.out(toJson({ imported: false, refused: english.refused, refusedCount }));
      output.tell({ vi: `${refusedCount} lỗi; chưa nhập gì.`, en: `${refusedCount} errors; nothing was imported.` });
      throw new CheckFailed();
    }
    if (options.confirm) {
      const source = options.source ?? basename(file);
      await db.transaction().execute((tx) => importBoundaries(tx, content, { source, whose: 'all', language: 'vi' }));
      output.tell({ vi: 'Đã nhập.', en: 'Imported.' });
    } else {
      output.tell({
        vi: 'Chưa nhập gì. Thêm --confirm để nhập.',
        en: 'Nothing was imported. Add --confirm to import.',
      });
    }
    output.out(toJson({ imported: options.confirm, provinces, communes, replaced, missingCount }));
  });
}

function tellPreview(preview: BoundaryPreview, english: BoundaryPreview, { tell }: Output): void {
  const { provinces, communes, replaced, positions, missing, missingCount } = preview;
  preview.refused.slice(0, mostNamed).forEach(({ sentence }, index) => {
    tell({ vi: `  ${sentence}`, en: `  ${english.refused[index]?.sentence ?? ''}` });
  });
  tell({
    vi: `Ranh giới: ${provinces} tỉnh, ${communes} xã; ${replaced} thay ranh giới đang có; giữ ${positions.after} trong ${positions.before} điểm.`,
    en: `Boundaries: ${provinces} provinces, ${communes} communes; ${replaced} in place of present ones; ${positions.after} of ${positions.before} positions kept.`,
  });
  preview.notes.forEach((note, index) => tell({ vi: note, en: english.notes[index] ?? note }));
  if (missingCount > 0) {
    const names = missing
      .slice(0, mostNamed)
      .map(({ code, name }) => `${code} ${name}`)
      .join(', ');
    tell({
      vi: `Vẫn chưa có ranh giới: ${missingCount} đơn vị (${names}…).`,
      en: `Still without a boundary: ${missingCount} units (${names}…).`,
    });
  }
}
