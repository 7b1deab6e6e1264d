import { dirname, join } from 'node:path';
import { verifyFigures } from '#modules/figures/index.ts';
import { verifyRetention } from '#modules/tips/server/verify-retention.ts';
import { sealKeyPlace } from '#platform/audit/seal-key.ts';
import { type AuditProblem, auditProblemWords, verifyAudit } from '#platform/audit/verify.ts';
import type { Config } from '#platform/config.ts';
import type { Db } from '#platform/database/database.ts';
import { diskFiles } from '#platform/files/files.ts';
import { fillWords } from '#platform/http/problem.ts';
import type { Sentence } from '#platform/operator-error.ts';
import { dataDirOf } from '../ground.ts';
import { CheckFailed, type Output, toJson } from './words.ts';

/** Recounts every kept total from the approved figures. */
export async function verifyAllFigures(db: Db, { out, tell }: Output): Promise<void> {
  const verdict = await verifyFigures(db);
  out(toJson(verdict));
  const { cells, rollUps, differences } = verdict;
  if (verdict.ok) {
    tell({
      vi: `Đúng: ${cells} số liệu, ${rollUps} dòng tổng hợp khớp nhau.`,
      en: `Right: ${cells} figures and ${rollUps} roll-ups agree.`,
    });
    return;
  }
  tell({
    vi: `SAI: ${differences.length} chỗ lệch; xem danh sách.`,
    en: `WRONG: ${differences.length} differences; see the list.`,
  });
  throw new CheckFailed();
}

/** Counts what is left of tips that ended longer ago than their limit. Backups are not looked into: they rotate. */
export async function verifyTipRetention(db: Db, { out, tell }: Output): Promise<void> {
  const verdict = await verifyRetention(db);
  out(toJson(verdict));
  const { sealed, destroyed, overdue, remains, months } = verdict;
  tell({
    vi: `${sealed} nguồn tin niêm phong, ${destroyed} đã hủy nội dung (sau ${months} tháng, hoặc người báo tin rút).`,
    en: `${sealed} sealed tips, ${destroyed} with their content destroyed (after ${months} months, or withdrawn).`,
  });
  if (verdict.ok) return;
  tell({
    vi: `SAI: ${overdue} tin quá hạn chưa hủy, ${remains} tin đã hủy mà còn sót khóa hoặc nội dung.`,
    en: `WRONG: ${overdue} past their time not destroyed, ${remains} destroyed ones with keys or pieces left.`,
  });
  throw new CheckFailed();
}

/** Recomputes the whole history: batches, chain, signatures, exported heads. */
export async function verifyHistory(config: Config, db: Db, { out, tell }: Output): Promise<void> {
  const verdict = await verifyAudit(db, { keysFolder: keysFolderOf(config), files: filesOf(config) });
  out(toJson(verdict));
  const { lines, batches, exportedHeads, unsealedLines } = verdict;
  for (const problem of verdict.problems) tell(toSentence(problem));
  tell({
    vi: `${lines} dòng nhật ký, ${batches} lô niêm phong, ${exportedHeads} đầu chuỗi đã xuất; ${unsealedLines} dòng cuối chưa niêm phong.`,
    en: `${lines} lines, ${batches} sealed batches, ${exportedHeads} exported heads; ${unsealedLines} newest lines are not sealed yet.`,
  });
  if (!verdict.ok) throw new CheckFailed();
  tell({ vi: 'Nhật ký nguyên vẹn.', en: 'The history is whole.' });
}

/** The folder whose keys a check trusts: that of the key which signs the history. */
export function keysFolderOf(config: Config): string {
  return dirname(config.auditKeyFile ?? join(dataDirOf(config), sealKeyPlace));
}

function filesOf(config: Config) {
  return diskFiles(join(dataDirOf(config), 'files'));
}

function toSentence({ code, ...params }: AuditProblem): Sentence {
  const { vi, en } = auditProblemWords[code];
  return { vi: fillWords(vi, params), en: fillWords(en, params) };
}
