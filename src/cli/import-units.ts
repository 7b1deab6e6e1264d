import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { takeBoundaries } from '#modules/figures/index.ts';
import {
  importUnits,
  previewUnitImport,
  type UnitImportPreview,
  type UnitImportResult,
} from '#modules/units/server/import-units.ts';
import { changeBoundaries } from '#modules/units/server/boundary-version.ts';
import type { UnitSet } from '#modules/units/server/unit-set.ts';
import { parseVerifiedSource } from '#modules/units/server/verified-source.ts';
import type { Db } from '#platform/database/database.ts';
import { loadReferenceData } from '#platform/database/reference-data.ts';
import { explainSystemError, type Sentence } from '#platform/operator-error.ts';
import { withOwner } from '#platform/database/database.ts';
import { CheckFailed, type Output, toJson, WrongUse } from './words.ts';

const mostNamed = 20;

/** Shows what a checked set of units would change, and with `confirm` brings it in, whole or not at all. */
export async function importUnitFiles(
  migrateUrl: string,
  files: string[],
  options: { confirm: boolean },
  output: Output,
): Promise<void> {
  const set = await readSet(files, output);
  await withOwner(migrateUrl, async (db) => {
    const preview = await previewUnitImport(db, set);
    tellPreview(preview, output);
    if (!options.confirm) {
      output.out(toJson({ imported: false, ...countPreview(preview) }));
      output.tell({
        vi: 'Chưa nhập gì. Thêm --confirm để nhập.',
        en: 'Nothing was imported. Add --confirm to import.',
      });
      return;
    }
    const result = await runImport(db, set, files);
    const { boundaryVersionId, territoryCount } = result;
    output.out(toJson({ imported: true, ...countPreview(result), boundaryVersionId, territoryCount }));
    output.tell({ vi: 'Đã nhập.', en: 'Imported.' });
  });
  // Duties follow the units they are laid on.
  await loadReferenceData(migrateUrl);
}

function runImport(db: Db, set: UnitSet, files: string[]): Promise<UnitImportResult> {
  const reason = files.map((file) => basename(file)).join(', ');
  return changeBoundaries(db, reason, (tx, announced) =>
    importUnits(tx, set, { source: 'verified', reason, announced }, takeBoundaries),
  );
}

async function readSet(paths: string[], output: Output): Promise<UnitSet> {
  const [units, successions] = await readBoth(paths);
  const parsed = parseVerifiedSource({ units, successions });
  if ('set' in parsed) return parsed.set;
  for (const { file, row, column, vi, en } of parsed.errors.slice(0, mostNamed)) {
    output.tell({
      vi: `${file}, dòng ${row}, cột ${column}: ${vi}`,
      en: `${file}, row ${row}, column ${column}: ${en}`,
    });
  }
  const count = parsed.errors.length;
  output.tell({ vi: `${count} lỗi; chưa nhập gì.`, en: `${count} errors; nothing was imported.` });
  output.out(toJson({ imported: false, errors: parsed.errors }));
  throw new CheckFailed();
}

/** The list of units and that of successions: two files told apart by their columns, or the folder that holds both. */
async function readBoth(paths: string[]): Promise<[units: Uint8Array, successions: Uint8Array]> {
  const files = paths.length === 1 && (await isFolder(paths[0]!)) ? filesOf(paths[0]!) : paths;
  const contents = await Promise.all(files.map(readSource));
  const isSuccessions = (content: Buffer) => /^\uFEFF?"?from_code\b/.test(content.toString('utf8', 0, 100));
  const units = contents.filter((content) => !isSuccessions(content));
  const successions = contents.filter(isSuccessions);
  if (units.length !== 1 || successions.length !== 1) {
    throw new WrongUse({
      vi: 'Cần đúng hai tệp: danh sách đơn vị (units.csv) và danh sách sáp nhập, chia tách (successions.csv), hoặc thư mục chứa chúng.',
      en: 'Exactly two files are needed: the units (units.csv) and what followed what (successions.csv), or the folder that holds them.',
    });
  }
  return [units[0]!, successions[0]!];
}

function filesOf(folder: string): string[] {
  return [join(folder, 'units.csv'), join(folder, 'successions.csv')];
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Reads a file that a command names; one that is not there is a command used wrongly. */
export async function readSource(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new WrongUse({ vi: `Không có tệp ${path}.`, en: `There is no file ${path}.` });
    }
    throw explainSystemError(error, path) ?? error;
  }
}

function countPreview(preview: UnitImportPreview) {
  return {
    newUnits: preview.newUnits.length,
    changedUnits: preview.changedUnits.length + preview.annotatedCount,
    unchangedUnits: preview.unchangedCount,
    removedUnits: preview.removedUnits.length,
    keptUnits: preview.keptUnits.length,
    administratorUnits: preview.administratorCount,
    successions: preview.successions,
  };
}

function tellPreview(preview: UnitImportPreview, { tell }: Output): void {
  const { newUnits, changedUnits, removedUnits, keptUnits, unchangedCount, annotatedCount, successions } = preview;
  tell({
    vi: `Đơn vị: ${newUnits.length} mới, ${changedUnits.length} đổi tên, cấp trên, mã hoặc ngày, ${annotatedCount} chỉ bổ sung thông tin, ${unchangedCount} giữ nguyên, ${removedUnits.length} bị bỏ, ${keptUnits.length} không có trong danh sách nhưng được giữ vì đã có số liệu.`,
    en: `Units: ${newUnits.length} new, ${changedUnits.length} with another name, parent, code or date, ${annotatedCount} with added particulars only, ${unchangedCount} unchanged, ${removedUnits.length} taken out, ${keptUnits.length} not in the list but kept because figures hang on them.`,
  });
  tell({
    vi: `Sáp nhập, chia tách: ${successions.newCount} mới, ${successions.changedCount} đổi, ${successions.removedCount} bị bỏ.`,
    en: `Successions: ${successions.newCount} new, ${successions.changedCount} changed, ${successions.removedCount} taken out.`,
  });
  const named = (unit: { code: string; nameVi: string }) => `${unit.code} ${unit.nameVi}`;
  tellNames({ vi: 'Mới', en: 'New' }, newUnits.map(named), tell);
  tellNames(
    { vi: 'Đổi', en: 'Changed' },
    changedUnits.map((unit) => `${named(unit.before)} → ${named(unit)}`),
    tell,
  );
  tellNames({ vi: 'Bỏ', en: 'Taken out' }, removedUnits.map(named), tell);
  tellNames(
    { vi: 'Giữ', en: 'Kept' },
    keptUnits.map((unit) => `${named(unit)} (${unit.tables.join(', ')})`),
    tell,
  );
}

function tellNames(heading: Sentence, names: string[], tell: Output['tell']): void {
  if (names.length === 0) return;
  const list = names
    .slice(0, mostNamed)
    .map((name) => `  ${name}`)
    .join('\n');
  tell({ vi: `${heading.vi}:`, en: `${heading.en}:` });
  tell({ vi: list, en: list });
  const more = names.length - mostNamed;
  if (more > 0) tell({ vi: `  … và ${more} đơn vị nữa`, en: `  … and ${more} more` });
}
