import {
  chooseIndicators,
  askFigures,
  type Keeper,
  type KnownIndicator,
  listAllIndicators,
  askKeepers,
  understand,
  type Understood,
} from '#modules/figures/index.ts';
import { listParts } from '#modules/figures/figures.rules.ts';
import { type Actor, holds, isInPlace } from '#platform/auth/actor.ts';
import { type Asking, ask, inOrder } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { determineMonthDays, listMonths } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { checkMeasure } from '#registers/server/measure-language.ts';
import { askMeasureTotals } from '#registers/server/measures.ts';
import type { Calculation, IndicatorPreview, PreviewedCalculation } from '../indicators.contract.ts';

const mostMonths = 12;

/** The definition that is looked at has no code yet; this one can be no indicator's. */
const nameless = 'PREVIEW';

/**
 * What a definition would give, month by month, over real records. It runs under the rights of the one who asks: of units
 * whose records they may not see nothing is counted, and how many these are is told (decision 018).
 */
export async function previewIndicator(
  db: Db,
  actor: Actor,
  registers: readonly Register[],
  asked: { unitId: number; from: string; to: string; calculation: PreviewedCalculation },
): Promise<IndicatorPreview> {
  const question = await understand(db, { unit: `#${asked.unitId}`, from: asked.from, to: asked.to, view: 'then' });
  const months = listMonths(asked.from, asked.to);
  if (months.length > mostMonths) throw new Problem('indicator.preview_span', { months: mostMonths });
  const indicator = { ...asked.calculation, code: nameless };
  if (indicator.kind === 'ratio' || indicator.kind === 'derived')
    return previewFigures(db, actor, question, months, asked.calculation);
  const register = registers.find((one) => one.name === indicator.register);
  if (!register) return { basis: 'none', readable: false, hiddenUnits: 0, months: [] };
  checkMeasure(register, indicator);
  const keepers = await ask(db, askKeepers(question, register));
  const readable = keepers.filter((keeper) => keeper.isReadable);
  return {
    basis: 'records',
    readable: holds(actor, register.permissions.read),
    hiddenUnits: keepers.length - readable.length,
    months: await ask(db, inOrder(months.map((month) => askMonth(register, indicator, readable, month)))),
  };
}

function askMonth(
  register: Register,
  indicator: Calculation & { code: string },
  keepers: Keeper[],
  month: string,
): Asking<IndicatorPreview['months'][number]> {
  const days = determineMonthDays(month);
  const unitIds = keepers.filter((keeper) => keeper.keptFrom <= days.from).map((keeper) => keeper.unitId);
  const asked = { unitIds, fromDay: days.from, toDay: days.to };
  const { questions, read } = askMeasureTotals(register, [indicator], asked);
  const units = unitIds.length;
  return {
    questions,
    read: (rows) => ({ month, units, value: units === 0 ? null : (read(rows).get(nameless) ?? '0') }),
  };
}

async function previewFigures(
  db: Db,
  actor: Actor,
  question: Understood,
  months: string[],
  calculation: PreviewedCalculation,
): Promise<IndicatorPreview> {
  if (!(await isInPlace(db, actor, 'figure.read', question.unit.id)))
    return { basis: 'figures', readable: false, hiddenUnits: 0, months: [] };
  const all = await listAllIndicators(db);
  const words = { nameVi: '', nameEn: '', measureUnitEn: '', definitionVi: '', definitionEn: '' };
  const indicator: KnownIndicator = { ...calculation, ...words, legalSource: '', code: nameless, id: 0 };
  chooseIndicators(all, readParts(indicator));
  const ofMonths = months.map((month) =>
    askFigures({ ...question, from: month, to: month, ...daysOf(month) }, [...all, indicator], [indicator]),
  );
  const values = (await ask(db, inOrder(ofMonths))).map(({ figures: [figure] }, index) => ({
    month: months[index]!,
    value: figure!.value,
    units: figure!.coverage?.reported ?? 0,
  }));
  return { basis: 'figures', readable: true, hiddenUnits: 0, months: values };
}

function daysOf(month: string): { fromDay: string; toDay: string } {
  const { from, to } = determineMonthDays(month);
  return { fromDay: from, toDay: to };
}

function readParts(indicator: KnownIndicator): string[] {
  try {
    return listParts(indicator);
  } catch {
    throw new Problem('input.unreadable');
  }
}
