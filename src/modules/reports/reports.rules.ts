import type { Coverage, Figure, Indicator, Origins, Question } from '#modules/figures/figures.contract.ts';
import { splitDesignation, toEnglishName } from '#modules/units/units.rules.ts';
import { withoutDiacritics } from '#platform/search-key.rules.ts';

/** How numbers, days, spans and coverage are written in a report; the words are those of an official document. */
export type Locale = 'vi' | 'en';

const marks = { vi: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } };
const minus = '−';

const notReported = { vi: 'chưa có số liệu', en: 'not reported' };

/** An exact decimal text as it is written out: 41736 → 41.736, 84.17 → 84,17. Nothing is rounded. */
export function writeNumber(value: string | number, locale: Locale): string {
  const [, sign, whole, fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? [];
  if (whole === undefined) throw new Error(`${value} is no exact decimal`);
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, marks[locale].group);
  return `${sign ? minus : ''}${grouped}${fraction ? marks[locale].decimal + fraction : ''}`;
}

export function writePercent(value: string, locale: Locale): string {
  return `${writeNumber(value, locale)}%`;
}

type Written = Pick<Figure, 'value' | 'numerator' | 'denominator'> & {
  qualifier?: 'over' | 'nearly' | null | undefined;
};

/** Words of a number that its source itself published as more or less than it says. */
const publishedWords = { over: { vi: 'hơn ', en: 'more than ' }, nearly: { vi: 'gần ', en: 'nearly ' } };

/**
 * The value without its measure unit; a ratio with its parts: 117/139 xã (84,17%); a published "hơn" or "gần" with its
 * word. Never 0 for what was not reported.
 */
export function writeValue(figure: Written, partsUnit: string, locale: Locale): string {
  if (figure.value === null) return notReported[locale];
  if (figure.numerator === null || figure.denominator === null) {
    const word = figure.qualifier ? publishedWords[figure.qualifier][locale] : '';
    return `${word}${writeNumber(figure.value, locale)}`;
  }
  const parts = `${writeNumber(figure.numerator, locale)}/${writeNumber(figure.denominator, locale)} ${partsUnit}`;
  return `${parts} (${writePercent(figure.value, locale)})`;
}

/** The value with its measure unit: 41.736 tin. */
export function writeFigure(figure: Written, measureUnit: string, locale: Locale): string {
  const value = writeValue(figure, measureUnit, locale);
  return figure.value === null || figure.numerator !== null ? value : `${value} ${measureUnit}`;
}

/** Measure unit in which the parts of a ratio are counted: that of its numerator. */
export function unitOfParts(indicator: Indicator, all: readonly Indicator[], locale: Locale): string {
  const counted = indicator.kind === 'ratio' ? all.find((one) => one.code === indicator.numeratorCode) : indicator;
  return wordsOf(counted ?? indicator, locale).unit;
}

export function wordsOf(indicator: Indicator, locale: Locale): { name: string; unit: string } {
  return locale === 'vi'
    ? { name: indicator.nameVi, unit: indicator.measureUnitVi }
    : { name: indicator.nameEn, unit: indicator.measureUnitEn };
}

/** The first letter small, for the middle of a sentence; names that open with a word in capitals stay. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

export function upperFirst(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Days below 10 and the months 1 and 2 carry a leading 0, the others none (Decree 30/2020/NĐ-CP annex I). */
function partsOfDay(day: string): { day: string; month: string; year: string } {
  const [year, month, date] = day.split('-') as [string, string, string];
  return { day: date, month: Number(month) > 2 ? String(Number(month)) : month, year };
}

/** 2013-07-15 → 15/7/2013. */
export function writeDay(day: string, locale: Locale): string {
  const { day: date, month, year } = partsOfDay(day);
  return locale === 'vi' ? `${date}/${month}/${year}` : `${Number(date)} ${monthNames[Number(month) - 1]} ${year}`;
}

/** 2026-11-23 → ngày 23 tháng 11 năm 2026. */
export function writeLongDay(day: string): string {
  const { day: date, month, year } = partsOfDay(day);
  return `ngày ${date} tháng ${month} năm ${year}`;
}

/** The day before, for the last day of a half-open period. */
function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

function writeMonth(month: string, locale: Locale): string {
  const { month: number, year } = partsOfDay(`${month}-01`);
  return locale === 'vi' ? `tháng ${number}/${year}` : `${monthNames[Number(number) - 1]} ${year}`;
}

type Span = { from: string; to: string; fromDay: string; toDay: string };

/** từ tháng 8/2013 đến tháng 5/2023 (từ 15/7/2013 đến 14/5/2023). */
export function writeSpan(span: Span, locale: Locale): string {
  const [from, to] = [writeMonth(span.from, locale), writeMonth(span.to, locale)];
  if (locale === 'en') {
    const months = span.from === span.to ? `in ${from}` : `from ${from} to ${to}`;
    return `${months} (${writeDay(span.fromDay, locale)} to ${writeDay(span.toDay, locale)})`;
  }
  const months = span.from === span.to ? `trong ${from}` : `từ ${from} đến ${to}`;
  return `${months} (từ ${writeDay(span.fromDay, locale)} đến ${writeDay(span.toDay, locale)})`;
}

/** Kind of unit that owes an indicator; mixed where several kinds do. */
export const subjects = ['commune', 'province', 'mixed'] as const;
export type Subject = (typeof subjects)[number];

const subjectWords: Record<Subject, Record<Locale, string>> = {
  commune: { vi: 'xã', en: 'communes' },
  province: { vi: 'tỉnh', en: 'provinces' },
  mixed: { vi: 'đơn vị', en: 'units' },
};

export function wordOfSubject(subject: Subject, locale: Locale): string {
  return subjectWords[subject][locale];
}

/** 61/64 xã: obliged units with at least one approved value, of all obliged units. */
function writeUnitsReporting(coverage: Coverage, subject: Subject, locale: Locale): string {
  const reporting = writeNumber(coverage.units - coverage.silentUnits, locale);
  return `${reporting}/${writeNumber(coverage.units, locale)} ${wordOfSubject(subject, locale)}`;
}

/** 61/64 xã; 7.431/7.552 báo cáo tháng. Where every unit owes one month only, the units say it all. */
export function writeCoverage(coverage: Coverage | null, subject: Subject, locale: Locale): string {
  if (coverage === null) return '';
  const reports = locale === 'vi' ? 'báo cáo tháng' : 'monthly reports';
  const reported = writeNumber(coverage.reported, locale);
  if (coverage.obliged === 0) {
    return locale === 'vi' ? `${reported} ${reports}, ngoài diện phải báo cáo` : `${reported} ${reports}, not owed`;
  }
  const units = writeUnitsReporting(coverage, subject, locale);
  const isSaidByUnits =
    coverage.obliged === coverage.units && coverage.reported === coverage.units - coverage.silentUnits;
  return isSaidByUnits ? units : `${units}; ${reported}/${writeNumber(coverage.obliged, locale)} ${reports}`;
}

/** The coverage at the end of the line under a table: 64/64 xã đã báo cáo; or with the monthly reports where some lack. */
export function writeShare(coverage: Coverage, subject: Subject, locale: Locale): string {
  const isComplete = coverage.obliged > 0 && coverage.reported >= coverage.obliged;
  const share = isComplete ? writeUnitsReporting(coverage, subject, locale) : writeCoverage(coverage, subject, locale);
  return locale === 'vi' ? `đã báo cáo: ${share}` : `reported: ${share}`;
}

export const originWords = {
  records: { vi: 'từ sổ', en: 'from registers' },
  supplement: { vi: 'bổ sung', en: 'supplement' },
  imported: { vi: 'nhập từ dữ liệu cũ', en: 'imported from older data' },
  apportioned: { vi: 'phân bổ', en: 'apportioned' },
} as const satisfies Record<keyof Origins, Record<Locale, string>>;

/** The origins of a figure in words, with how many monthly values each where there are several. */
export function writeOrigins(origins: Origins, locale: Locale): string {
  const used = (Object.keys(originWords) as (keyof Origins)[]).filter((origin) => origins[origin] > 0);
  if (used.length === 1) return originWords[used[0]!][locale];
  return used.map((origin) => `${originWords[origin][locale]} (${writeNumber(origins[origin], locale)})`).join('; ');
}

type NamedUnit = { kind: string; name: string; validFrom: string | null; validTo: string | null };

/** A unit in the middle of a sentence: tỉnh Bạc Liêu; Bac Lieu Province. */
export function writeUnit(unit: Pick<NamedUnit, 'name'>, locale: Locale): string {
  return locale === 'en' ? toEnglishName(unit.name) : isDesignated(unit.name) ? lowerFirst(unit.name) : unit.name;
}

function isDesignated(name: string): boolean {
  return splitDesignation(name).designationEn !== undefined;
}

/** A unit told apart from another of its name by its period: Tỉnh Cà Mau (đến hết 30/6/2025). */
export function writeUnitWithPeriod(unit: NamedUnit, locale: Locale): string {
  const name = locale === 'vi' ? unit.name : toEnglishName(unit.name);
  const until = unit.validTo && writeDay(dayBefore(unit.validTo), locale);
  const since = unit.validFrom && writeDay(unit.validFrom, locale);
  if (until) return `${name} (${locale === 'vi' ? 'đến hết' : 'until'} ${until})`;
  return since ? `${name} (${locale === 'vi' ? 'từ' : 'since'} ${since})` : name;
}

/** An instant by the clock of Vietnam (UTC+7, no summer time): 14:05 ngày 23/11/2026. */
function writeInstant(instant: string, locale: Locale): string {
  const there = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
  const day = writeDay(there.slice(0, 10), locale);
  return locale === 'vi' ? `${there.slice(11, 16)} ngày ${day}` : `${there.slice(11, 16)} on ${day}`;
}

type Basis = Pick<Question, 'fromDay' | 'toDay' | 'view' | 'asKnownOn' | 'answeredAt'>;

/** The line that stands under every table: which days, which boundaries, as known when, and how far reported. */
export function writeBasis(question: Basis, coverage: string, locale: Locale): string {
  const days = `${writeDay(question.fromDay, locale)}–${writeDay(question.toDay, locale)}`;
  const until =
    question.asKnownOn === null ? writeInstant(question.answeredAt, locale) : writeDay(question.asKnownOn, locale);
  if (locale === 'en') {
    const boundaries = question.view === 'then' ? 'boundaries of that time' : 'boundaries of today';
    return [days, boundaries, `approved by ${until}`, coverage].join(' · ');
  }
  const boundaries = question.view === 'then' ? 'theo địa giới lúc đó' : 'theo địa giới hiện nay';
  return [
    days,
    boundaries,
    `số đã duyệt đến ${question.asKnownOn === null ? until : `hết ngày ${until}`}`,
    coverage,
  ].join(' · ');
}

/** Name of the place in which a document of a unit is dated: Tỉnh Cà Mau → Cà Mau. */
export function placeOf(unitName: string): string {
  return splitDesignation(unitName).bareName;
}

/** bao-cao_bac-lieu_2013-08_2023-05: letters, digits and dashes that every system can store. */
export function toFileName(unitName: string, span: Pick<Span, 'from' | 'to'>): string {
  const place = withoutDiacritics(placeOf(unitName))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return `bao-cao_${place}_${span.from}_${span.to}`;
}
