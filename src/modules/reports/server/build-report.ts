import { sql } from 'kysely';
import {
  type Ask,
  askFigures,
  askMonths,
  askParts,
  askPartUnits,
  type KnownIndicator,
  listAllIndicators,
  monthDate,
  type Part,
  understand,
  type Understood,
  writeNotes,
} from '#modules/figures/index.ts';
import type { Figure, Note } from '#modules/figures/figures.contract.ts';
import { isEntered, listParts as listPartCodes } from '#modules/figures/figures.rules.ts';
import { type Asking, ask, asking, together } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import type { ComparisonChoice } from '../comparison.rules.ts';
import type { Rounding } from '../figure-wording.rules.ts';
import type { SectionKey } from '../report-sections.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import { type Locale, type Subject, writeSpan, writeUnit } from '../reports.rules.ts';
import {
  findSection,
  reportNoteWords,
  reviewAbstract,
  reviewKinds,
  reviewSections,
  reviewTitle,
} from '../review-report.definition.ts';
import { buildCharts, listDrawn } from './build-charts.ts';
import { askComparison } from './compare.ts';
import { composeCoverage, composeFacts } from './compose-coverage.ts';
import { composeSections, type Told } from './compose-sections.ts';
import { askReasons } from './list-reasons.ts';
import { askTargets, chooseTargets } from './targets.ts';

/** How the writer of a report wants it: its name, own texts, rounding in sentences, and what it is compared with. */
export type Choices = {
  /** Stands in place of the generated abstract; a saved report of this kind begins with its own. */
  abstract?: string | null;
  kind?: keyof typeof reviewKinds;
  texts?: Partial<Record<SectionKey, string>>;
  roundings?: Record<string, Rounding>;
  comparison?: ComparisonChoice;
  /** Sections that live from the writer's text stand also while they are empty: for the editor. */
  keepsEmpty?: boolean;
};

/** The same of a question that is still to be understood. Throws unit.not_found, unit.ambiguous and figures.* problems. */
export async function buildReviewReport(
  db: Db,
  asked: Ask,
  locale: Locale,
  choices: Choices = {},
): Promise<ReviewReport> {
  return answerReport(db, await understand(db, asked), locale, choices);
}

/**
 * The review report of a unit over a span of administrative months, both included. It holds what is owed or was approved
 * there, and what follows from that; every value is an exact decimal text, null = not reported.
 */
export async function answerReport(
  db: Db,
  question: Understood,
  locale: Locale,
  choices: Choices = {},
): Promise<ReviewReport> {
  const all = await listAllIndicators(db);
  const { answered, partUnits } = await ask(
    db,
    together({ answered: askFigures(question, all, all), partUnits: askPartUnits(question) }),
  );
  const found = chooseReported(all, answered.figures);
  const entered = found.map(({ indicator }) => indicator).filter(isEntered);
  const { owedBy, parts, months, compared, targets, reasons, isDemonstration } = await ask(
    db,
    together({
      owedBy: askSubjects(question),
      parts: askParts(question, partUnits, entered),
      months: askMonths(question, listDrawn(entered)),
      compared: askComparison(question, found, all, choices.comparison ?? 'none'),
      targets: askTargets(question.unit.id),
      reasons: askReasons(question, entered),
      isDemonstration: asking(sql<object>`select from demonstration_steps limit 1`, (rows) => rows.length > 0),
    }),
  );
  const reported = found.map(({ indicator, figure, source }) => ({
    indicator,
    figure,
    owedBy: owedBy.get(source) ?? ('mixed' as const),
  }));
  const annex = listAnnex(parts, entered);
  const told: Told = {
    reported,
    question,
    locale,
    charts: buildCharts(question, reported, annex, months, locale),
    ...(choices.texts && { texts: choices.texts }),
    ...(choices.roundings && { roundings: choices.roundings }),
    keepsEmpty: choices.keepsEmpty ?? false,
  };
  return {
    question,
    title: reviewTitle[locale],
    abstract: choices.abstract ?? writeAbstract(question, locale, choices.kind),
    indicators: found.map(({ indicator }) => indicator),
    figures: found.map(({ figure }) => figure),
    sections: composeSections(told),
    coverage: composeCoverage(told),
    compared,
    targets: chooseTargets(targets, question, found),
    owedBy: Object.fromEntries(reported.map((one) => [one.indicator.code, one.owedBy])),
    annex,
    reasons,
    facts: composeFacts(told, annex),
    notes: [
      ...(isDemonstration ? [noteDemonstration(locale)] : []),
      ...writeNotes(
        question,
        found.map(({ figure }) => figure),
        answered.boundaries,
        locale,
      ),
    ],
  };
}

/** The abstract that a report has before its writer gives it another. */
export function writeAbstract(question: Understood, locale: Locale, kind?: keyof typeof reviewKinds): string {
  const words = kind === undefined ? reviewAbstract : reviewKinds[kind];
  const place = writeUnit(question.unit, locale);
  return words[locale]
    .replace('{place}', question.unit.kind === 'nation' ? nationwide[locale] : `${within[locale]} ${place}`)
    .replace('{span}', writeSpan(question, locale));
}

const nationwide = { vi: 'trong cả nước', en: 'in the whole country' };
const within = { vi: 'trên địa bàn', en: 'in' };

/** An indicator of the report with its figure; source = the code of the entered indicator whose coverage stands for it. */
export type Found = { indicator: KnownIndicator; figure: Figure; source: string };

/**
 * Entered indicators that are owed or were approved, and computed ones of which every entered part is among these; in the
 * order of the sections.
 */
function chooseReported(all: KnownIndicator[], figures: Figure[]): Found[] {
  const byCode = new Map(all.map((indicator) => [indicator.code, indicator]));
  const figureOf = new Map(figures.map((figure) => [figure.indicatorCode, figure]));
  const listEntered = (indicator: KnownIndicator): string[] =>
    isEntered(indicator)
      ? [indicator.code]
      : listPartCodes(indicator).flatMap((code) => listEntered(byCode.get(code)!));
  const isThere = (code: string): boolean => {
    const coverage = figureOf.get(code)?.coverage;
    return coverage !== null && coverage !== undefined && (coverage.obliged > 0 || coverage.reported > 0);
  };
  const place = (indicator: KnownIndicator): number => reviewSections.indexOf(findSection(indicator.code));
  const ordered = all.toSorted((one, other) => place(one) - place(other));
  return ordered.flatMap((indicator) => {
    const entered = listEntered(indicator);
    const [source] = entered;
    return source && entered.every(isThere) ? [{ indicator, figure: figureOf.get(indicator.code)!, source }] : [];
  });
}

/** Which kind of unit owes an entered indicator within the span, by its code. */
function askSubjects(question: Understood): Asking<Map<string, Subject>> {
  const subjects = sql<{ code: string; subjectKinds: ('commune' | 'province')[] }>`
    select i.code, array_agg(distinct o.subject_kind) as subject_kinds from obligations o join indicators i on i.id = o.indicator_id
    where o.from_month <= ${monthDate(question.to)}::date and (o.to_month is null or o.to_month >= ${monthDate(question.from)}::date)
    group by i.code`;
  return asking(
    subjects,
    (rows) => new Map(rows.map((row) => [row.code, row.subjectKinds.length === 1 ? row.subjectKinds[0]! : 'mixed'])),
  );
}

function listAnnex(parts: Part[], entered: KnownIndicator[]): ReviewReport['annex'] {
  return entered.map((indicator) => {
    const ofIndicator = parts
      .map((part) => ({ ...part.ofIndicator.get(indicator.id)!, own: part.own }))
      .filter((part) => part.value !== null || part.coverage !== null);
    const silentParts = ofIndicator.flatMap(({ unit, coverage }) =>
      coverage && coverage.silentUnits > 0 ? [{ unit, silentUnits: coverage.silentUnits, units: coverage.units }] : [],
    );
    return { indicatorCode: indicator.code, parts: ofIndicator, silentParts };
  });
}

/** Figures carry no mark of the demonstration, so the whole report of a house that holds one is marked. */
function noteDemonstration(locale: Locale): Note {
  const code = 'report.demonstration';
  return { code, params: {}, text: reportNoteWords[code][locale] };
}
