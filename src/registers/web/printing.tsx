import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDay, vietnamDay } from '#platform/periods.rules.ts';
import { formatDay, formatNumber } from '#web/ui/format.ts';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import { labelOfDate, listChoices, type Register, type UnitRef } from '../declaration.ts';
import { readCodes, type RegisterAddress } from './register-address.ts';
import classes from './registers.module.css';

const rowsAtMost = 500;

type Pages = {
  data: { pages: { items: unknown[] }[] } | undefined;
  hasNextPage: boolean;
  isFetching: boolean;
  isError: boolean;
  fetchNextPage: () => unknown;
};

/** Loads what the list has, up to 500 rows, and then opens the browser's print. */
export function usePrinting(pages: Pages): { isPreparing: boolean; start: () => void } {
  const [isPreparing, setPreparing] = useState(false);
  const { hasNextPage, isFetching, isError, fetchNextPage } = pages;
  const loaded = pages.data?.pages.reduce((count, page) => count + page.items.length, 0) ?? 0;
  useEffect(() => {
    if (!isPreparing || isFetching) return;
    if (hasNextPage && loaded < rowsAtMost && !isError) {
      void fetchNextPage();
      return;
    }
    setPreparing(false);
    if (!isError) window.print();
  }, [isPreparing, isFetching, hasNextPage, loaded, isError, fetchNextPage]);
  return { isPreparing, start: () => setPreparing(true) };
}

/** On paper only: what the list was filtered by, when it was printed, and whether rows are missing. */
export function PrintedNote(props: {
  register: Register;
  address: RegisterAddress;
  unit: UnitRef | null;
  shown: number;
  total: number;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const filters = useFilterWords(props.register, props.address, props.unit);
  const { shown, total } = props;
  return (
    <div className={classes.printed}>
      {filters.length > 0 ? <p>{filters.join(' · ')}</p> : null}
      <p>{t('registers.print.on', { day: formatDay(vietnamDay(new Date())) })}</p>
      {shown < total ? (
        <p>
          <strong>
            {t('registers.print.partly', {
              shown: formatNumber(shown, language),
              total: formatNumber(total, language),
            })}
          </strong>
        </p>
      ) : null}
    </div>
  );
}

/** The filters of the address in words: "Đơn vị: Xã A", "Từ ngày 15/10/2026", "Trạng thái: Đang hoạt động". */
function useFilterWords(register: Register, address: RegisterAddress, unit: UnitRef | null): string[] {
  const { t } = useTranslation();
  const say = useSay();
  const { event, from, to, text, state } = address;
  const dateName = (event === undefined ? undefined : register.events[event]) ?? register.dateField;
  const of = (what: string, value: string): string => t('registers.print.filter', { what, value });
  const words: string[] = [];
  if (unit) words.push(of(t('registers.unit'), unit.name));
  if (text) words.push(of(t('registers.filter.text'), text));
  const days = [
    from && isDay(from) ? t('registers.filter.since', { day: formatDay(from) }) : '',
    to && isDay(to) ? t('registers.filter.until', { day: formatDay(to) }) : '',
  ].filter(Boolean);
  if (days.length > 0 || event !== undefined) words.push(of(say(labelOfDate(register, dateName)), days.join(' ')));
  if (state === 'void' || state === 'all') words.push(t(`registers.filter.${state}`));
  for (const [name, field] of listChoices(register)) {
    const codes = readCodes(field, address[name]);
    if (codes.length > 0) words.push(of(say(field.label), codes.map((code) => say(field.options[code]!)).join(', ')));
  }
  return words;
}
