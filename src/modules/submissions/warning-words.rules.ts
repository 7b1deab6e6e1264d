import { parseFormula } from '#modules/figures/figures.rules.ts';
import { writeNumber } from '#modules/reports/reports.rules.ts';
import type { Warning, WarningCode } from './checks.rules.ts';

type Locale = 'vi' | 'en';
type Sentence = Record<Locale, string>;

/** Every sentence of a warning, in one place; {name} stands for a parameter. */
const sentences = {
  rule: {
    vi: '{left} là {leftValue}, nhiều hơn {right} là {rightValue}. {why}',
    en: '{left} is {leftValue}, more than {right}, which is {rightValue}. {why}',
  },
  rule_span: {
    vi: '{left} là {leftValue}, nhiều hơn {right} của {months} tháng gần nhất là {rightValue}. {why}',
    en: '{left} is {leftValue}, more than {right} over the last {months} months, which is {rightValue}. {why}',
  },
  rule_equal: {
    vi: '{left} là {leftValue}, khác {right} là {rightValue}. {why}',
    en: '{left} is {leftValue}, other than {right}, which is {rightValue}. {why}',
  },
  outlier: {
    vi: 'Khác xa các kỳ trước của đơn vị: trong {months} kỳ gần đây, số thường gặp từ {low} đến {high}.',
    en: 'Far from the unit’s own past: over {months} recent months the usual range is {low} to {high}.',
  },
  copied: {
    vi: '{count}/{of} số phát sinh gõ tay đúng bằng số của tháng {month}. Hãy xem có chép lại kỳ trước không.',
    en: '{count} of {of} typed flow figures equal those of {month}. The month before may have been copied.',
  },
  levels_equal: {
    vi: 'Đúng bằng “{other}”: {value}. Loại mô hình, điểm và tổ là ba thứ khác nhau; hãy xem có ghi một số cho hai dòng không.',
    en: 'The same as “{other}”: {value}. Kinds, sites and groups are three different things; one number may stand in two lines.',
  },
  levels_swapped: {
    vi: 'Số {value} là của “{other}” tháng {month}; tháng ấy dòng này ghi {own}. Hãy xem có lẫn loại mô hình, điểm và tổ không.',
    en: '{value} was “{other}” in {month}, when this line said {own}. Kinds, sites and groups may have been mixed up.',
  },
  stock_without_records: {
    vi: 'Tháng {month} là {before}, nay là {value}, nhưng trong kỳ sổ không có bản ghi hay ghi nhận thay đổi nào. Có thể bản ghi cũ đã được sửa hoặc hủy.',
    en: '{before} in {month}, now {value}, but the register has no record or observation of this month. Older records may have been changed or voided.',
  },
  stock_moved: {
    vi: 'Tháng {month} là {before}, nay là {value}, mà nguồn vẫn ghi như tháng trước. Hãy cho biết vì sao thay đổi.',
    en: '{before} in {month}, now {value}, while the source is still that of the month before. Please say why it moved.',
  },
  alike: {
    vi: '{count}/{of} đơn vị cùng cấp báo đúng một số {value} trong tháng này.',
    en: '{count} of {of} units of the same level report the same {value} for this month.',
  },
} as const satisfies Record<WarningCode | 'rule_span' | 'rule_equal' | 'alike', Sentence>;

const numbers = new Set(['leftValue', 'rightValue', 'value', 'low', 'high', 'own', 'before', 'count', 'of', 'months']);
const formulas = new Set(['left', 'right', 'other']);

/** The reason of a warning in words. nameOf gives the name of an indicator by its code. */
export function writeWarning(
  { code, params }: Pick<Warning<WarningCode | 'alike'>, 'code' | 'params'>,
  nameOf: (code: string) => string,
  locale: Locale,
): string {
  const write = (name: string): string => {
    if (name === 'why') return String(params[locale === 'en' ? 'whyEn' : 'whyVi'] ?? '');
    const value = params[name] ?? '';
    if (formulas.has(name))
      return parseFormula(String(value))
        .map((term, index) => `${index === 0 ? '' : term.sign === 1 ? ' + ' : ' − '}${nameOf(term.code)}`)
        .join('');
    if (numbers.has(name)) return writeNumber(value, locale);
    return /^\d{4}-\d{2}$/.test(String(value)) ? String(value).split('-').toReversed().join('/') : String(value);
  };
  return sentences[sentenceOf(code, params)][locale].replaceAll(/\{(\w+)\}/g, (_, name: string) => write(name)).trim();
}

function sentenceOf(code: WarningCode | 'alike', params: Warning['params']): keyof typeof sentences {
  if (code !== 'rule') return code;
  if (params.relation === 'equal') return 'rule_equal';
  return Number(params.months) > 1 ? 'rule_span' : 'rule';
}
