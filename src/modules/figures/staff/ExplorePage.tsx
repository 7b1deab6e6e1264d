import { Button, Menu, NativeSelect, Tabs } from '@mantine/core';
import {
  IconChartBar,
  IconChartLine,
  IconChartDots3,
  IconCopy,
  IconDownload,
  IconMap,
  IconPrinter,
  IconTable,
  type TablerIcon,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { determineMonthDays, vietnamDay } from '#platform/periods.rules.ts';
import { downloadFile } from '#web/api/client.ts';
import { useApi } from '#web/api/query.ts';
import { BasisLine } from '#web/ui/BasisLine.tsx';
import { formatDay, formatDays, formatInstant } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { type ExploreTab, exploreTabs, kindBelow } from '../explore-address.rules.ts';
import { type Explored, type ExploredUnit, exploreFigures } from '../explore.contract.ts';
import { type DenominatorCode, denominators } from '../explored.rules.ts';
import { getExploredCsv, getExploredWorkbook } from '../explore-files.contract.ts';
import {
  findIndicatorPlace,
  findPeriodPlace,
  useExploreQuestion,
  useExploreWords,
  type View,
} from './explore-question.ts';
import { ExploreCompare } from './ExploreCompare.tsx';
import { ExploreExamples } from './ExploreExamples.tsx';
import { ExploreLines } from './ExploreLines.tsx';
import { ExploreMap } from './ExploreMap.tsx';
import { FoldedQuestion } from './ExploreQuestionBar.tsx';
import { ExploreSmall } from './ExploreSmall.tsx';
import { ExploreTable } from './ExploreTable.tsx';
import { savePicture } from './save-picture.ts';
import classes from './Explore.module.css';

const tabIcons: Record<ExploreTab, TablerIcon> = {
  table: IconTable,
  lines: IconChartLine,
  compare: IconChartBar,
  small: IconChartDots3,
  map: IconMap,
};

/** Any indicators of any units over any time; the whole question stands in the address. */
export function ExplorePage() {
  const { t } = useTranslation();
  const { asked, query, shownCount, per, change } = useExploreQuestion();
  const isAsked = asked.indicators !== '' && asked.units !== '';
  const explored = useApi(exploreFigures, { query }, { enabled: isAsked });
  return (
    <>
      <PageTitle title={t('figures.explore.title')} note={t('figures.explore.note')} />
      <FoldedQuestion asked={asked} change={change} isAsked={isAsked} />
      {isAsked ? (
        <Answered of={explored} lines={12}>
          {(answer) => (
            <Answer
              view={{ explored: answer, shownCount: Math.min(shownCount, answer.indicators.length), per }}
              isCurrent={!explored.isPlaceholderData && explored.error === null}
            />
          )}
        </Answered>
      ) : (
        <ExploreExamples />
      )}
    </>
  );
}

function Answer({ view, isCurrent }: { view: View; isCurrent: boolean }) {
  const { t } = useTranslation();
  const { search, change } = useExploreQuestion();
  const content = useRef<HTMLDivElement>(null);
  const tab = search.tab ?? 'table';
  const { explored } = view;
  const indicator = findIndicatorPlace(view, search.of);
  const period = findPeriodPlace(explored, search.at);
  const drill = (unit: ExploredUnit): void => {
    const kind = kindBelow(unit);
    if (kind) change({ units: `#${unit.id}:${kind}`, sort: undefined });
  };
  const months = explored.periods.flatMap(({ from, to }) => [from, to]).toSorted();
  return (
    <>
      <div className={classes.tools} data-print="no">
        <Looks view={view} tab={tab} indicator={indicator} period={period} />
        <Acts view={view} tab={tab} content={content} isCurrent={isCurrent} />
      </div>
      <Tabs
        value={tab}
        onChange={(chosen) => change({ tab: exploreTabs.find((one) => one === chosen) }, true)}
        keepMounted={false}
      >
        <Tabs.List className={classes.tabs} data-print="no">
          {exploreTabs.map((one) => {
            const Icon = tabIcons[one];
            return (
              <Tabs.Tab key={one} value={one} leftSection={<Icon size={18} stroke={1.75} aria-hidden />}>
                {t(`figures.explore.tabs.${one}`)}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        <Tabs.Panel value={tab} ref={content} className={classes.content}>
          {tab === 'table' ? (
            <ExploreTable view={view} sort={search.sort} onSort={(sort) => change({ sort }, true)} onDrill={drill} />
          ) : null}
          {tab === 'lines' ? (
            <ExploreLines view={view} indicator={indicator} onLastMonths={(periods) => change({ periods })} />
          ) : null}
          {tab === 'compare' ? (
            <ExploreCompare view={view} indicator={indicator} period={period} onDrill={drill} />
          ) : null}
          {tab === 'small' ? (
            <ExploreSmall view={view} indicator={indicator} onLastMonths={(periods) => change({ periods })} />
          ) : null}
          {tab === 'map' ? <ExploreMap view={view} indicator={indicator} period={period} onDrill={drill} /> : null}
        </Tabs.Panel>
      </Tabs>
      <BasisLine
        fromDay={determineMonthDays(months[0]!).from}
        toDay={determineMonthDays(months.at(-1)!).to}
        view={explored.view}
        asKnownOn={explored.asKnownOn}
        answeredAt={explored.answeredAt}
      />
      <Notes view={view} />
    </>
  );
}

/** Of which indicator and period a chart is, and what figures are divided by; only what there is to choose from. */
function Looks(props: { view: View; tab: ExploreTab; indicator: number; period: number }) {
  const { t } = useTranslation();
  const { query, search, change } = useExploreQuestion();
  const { nameOf, periodOf } = useExploreWords();
  const { view, tab, indicator, period } = props;
  const { explored, shownCount, per } = view;
  const last = explored.periods.at(-1)!;
  const known = useApi(exploreFigures, {
    query: { ...query, indicators: denominators.map(({ code }) => code).join(','), periods: `${last.from}~${last.to}` },
  });
  const isKnown = (code: string): boolean => {
    const place = known.data?.indicators.findIndex((one) => one.code === code) ?? -1;
    return known.data?.values[place]?.some((row) => row.some((value) => value !== null && value !== '0')) ?? false;
  };
  const offered = denominators.filter(({ code }) => code === per || isKnown(code)).map(({ code }) => code);
  const isSingle = explored.units.length === 1;
  const hasIndicators = shownCount > 1 && (tab === 'compare' || tab === 'map' || (tab !== 'table' && !isSingle));
  const hasPeriods = explored.periods.length > 1 && (tab === 'compare' || tab === 'map');
  return (
    <div className={classes.looks}>
      {hasIndicators ? (
        <NativeSelect
          label={t('figures.explore.of')}
          value={explored.indicators[indicator]!.code}
          onChange={(event) => change({ of: event.currentTarget.value }, true)}
          data={explored.indicators.slice(0, shownCount).map((one) => ({ value: one.code, label: nameOf(one) }))}
        />
      ) : null}
      {hasPeriods ? (
        <NativeSelect
          label={t('figures.explore.at')}
          value={explored.periods[period]!.key}
          onChange={(event) => change({ at: event.currentTarget.value }, true)}
          data={explored.periods.map((one) => ({ value: one.key, label: periodOf(one) })).toReversed()}
        />
      ) : null}
      {offered.length > 0 ? (
        <NativeSelect
          label={t('figures.explore.per')}
          value={search.per ?? ''}
          onChange={(event) => change({ per: event.currentTarget.value || undefined }, true)}
          data={[
            { value: '', label: t('figures.explore.perNone') },
            ...offered.map((code: DenominatorCode) => ({ value: code, label: t(`figures.explore.perCode.${code}`) })),
          ]}
        />
      ) : null}
    </div>
  );
}

/** Copy the link, take it along as a file, print. */
function Acts(props: {
  view: View;
  tab: ExploreTab;
  content: React.RefObject<HTMLDivElement | null>;
  isCurrent: boolean;
}) {
  const { t } = useTranslation();
  const { query } = useExploreQuestion();
  const picture = usePicture(props.view, props.content);
  const { per } = props.view;
  const asFile = { query: { ...query, ...(per ? { per } : {}) } };
  const workbook = useMutation({ mutationFn: () => downloadFile(getExploredWorkbook, asFile) });
  const csv = useMutation({ mutationFn: () => downloadFile(getExploredCsv, asFile) });
  const copy = useMutation({
    mutationFn: () => navigator.clipboard.writeText(window.location.href),
    onSuccess: () => tellDone(t('figures.explore.shared')),
  });
  const hasPicture = props.tab !== 'table' && props.tab !== 'compare';
  const problem = workbook.error ?? csv.error;
  return (
    <div className={classes.acts}>
      <Button
        variant="default"
        leftSection={<IconCopy size={18} aria-hidden />}
        onClick={() => copy.mutate()}
        loading={copy.isPending}
      >
        {t('figures.explore.share')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            loading={workbook.isPending || csv.isPending || picture.isPending}
            disabled={!props.isCurrent}
          >
            {t('figures.explore.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => workbook.mutate()}>{t('figures.explore.xlsx')}</Menu.Item>
          <Menu.Item onClick={() => csv.mutate()}>{t('figures.explore.csv')}</Menu.Item>
          {hasPicture ? <Menu.Item onClick={() => picture.mutate()}>{t('figures.explore.png')}</Menu.Item> : null}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
        {t('ui.print')}
      </Button>
      {copy.error ? <p role="alert">{t('figures.explore.shareFailed')}</p> : null}
      {picture.error ? <p role="alert">{t('figures.explore.pngFailed')}</p> : null}
      {problem ? <ProblemAlert problem={problem} /> : null}
    </div>
  );
}

function usePicture({ explored }: View, content: React.RefObject<HTMLDivElement | null>) {
  const { t } = useTranslation();
  const source = useSourceLine(explored);
  return useMutation({
    mutationFn: () => {
      const room = content.current;
      const charts = [...(room?.querySelectorAll<SVGSVGElement>('svg[data-chart]') ?? [])];
      const textsOf = (selector: string): string[] =>
        [...(room?.querySelectorAll(selector) ?? [])].map((one) => one.textContent?.trim() ?? '');
      const title = textsOf('figcaption, h2')[0] ?? t('figures.explore.title');
      const key = textsOf('ul[data-key] > li').join(' · ');
      const lines = [key, source, window.location.href].filter((line) => line !== '');
      return savePicture(charts, { title, lines }, `kham-pha-so-lieu-${vietnamDay(new Date())}.png`);
    },
  });
}

function useSourceLine(explored: Explored): string {
  const { t } = useTranslation();
  const months = explored.periods.flatMap(({ from, to }) => [from, to]).toSorted();
  return [
    'Bình Yên',
    formatDays(determineMonthDays(months[0]!).from, determineMonthDays(months.at(-1)!).to),
    t(`view.${explored.view}`),
    explored.asKnownOn === null
      ? t('basis.knownNow', { at: formatInstant(explored.answeredAt) })
      : t('basis.knownOn', { on: formatDay(explored.asKnownOn) }),
  ].join(' · ');
}

/** What must be known to read the numbers, and what each indicator means. */
function Notes({ view }: { view: View }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nameOf } = useExploreWords();
  const { explored, shownCount, per } = view;
  const by = explored.indicators.find(({ code }) => code === per);
  return (
    <section className={classes.notes} aria-label={t('figures.explore.notes')}>
      {explored.notes.length > 0 ? (
        <ul>
          {explored.notes.map((note) => (
            <li key={`${note.code} ${note.text}`}>{note.text}</li>
          ))}
        </ul>
      ) : null}
      {by ? (
        <p>
          {t('figures.explore.perNote', {
            name: explored.indicators.slice(0, shownCount).map(nameOf).join(', '),
            by: nameOf(by).toLocaleLowerCase('vi'),
          })}
        </p>
      ) : null}
      <details>
        <summary>{t('figures.explore.known')}</summary>
        <dl>
          {explored.indicators.map((indicator) => (
            <div key={indicator.code}>
              <dt>
                {indicator.code} · {nameOf(indicator)}
              </dt>
              <dd>{language === 'en' ? indicator.definitionEn : indicator.definitionVi}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
