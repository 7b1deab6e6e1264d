import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CoverageMark } from '#web/ui/CoverageMark.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FigureChip } from '#web/ui/FigureChip.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import type { ReviewReport } from '../reports.contract.ts';
import { addressIn } from './report-address.ts';
import classes from './ReportPage.module.css';

type Annex = ReviewReport['annex'][number];
type Part = Annex['parts'][number];

/** From whom each total comes, and who is silent; told once for all figures that miss the same units. */
export function ReportAnnex({ report }: { report: ReviewReport }) {
  const { t } = useTranslation();
  if (report.annex.length === 0) return null;
  const groups = new Map<string, Annex[]>();
  for (const one of report.annex) groups.set(silentKey(one), [...(groups.get(silentKey(one)) ?? []), one]);
  return (
    <section>
      <h3>{t('reports.annex')}</h3>
      <p className="by-quiet">{t('reports.annexHint')}</p>
      {[...groups.values()].map((group) => (
        <div key={group[0]?.indicatorCode} className={classes.group}>
          {group.map((one) => (
            <AnnexOf key={one.indicatorCode} annex={one} report={report} />
          ))}
          <Silent parts={group[0]?.silentParts ?? []} />
        </div>
      ))}
    </section>
  );
}

function silentKey(annex: Annex): string {
  return annex.silentParts.map((part) => `${part.unit.id}:${part.silentUnits}`).join(' ');
}

const namesShown = 12;

function Silent({ parts }: { parts: Annex['silentParts'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [opened, { toggle }] = useDisclosure(parts.length <= namesShown);
  if (parts.length === 0) return <p className={classes.silent}>{t('reports.allReported')}</p>;
  const names = parts.map((part) =>
    part.units > 1
      ? t('reports.silentPart', {
          unit: part.unit.name,
          silent: formatNumber(part.silentUnits, language),
          of: formatNumber(part.units, language),
        })
      : part.unit.name,
  );
  return (
    <div className={classes.silent}>
      <p>
        <strong>{t('reports.silentCount', { count: parts.length })}</strong>
        <span className={classes.names} data-opened={opened}>
          {' '}
          {names.join('; ')}.
        </span>
      </p>
      {parts.length > namesShown ? (
        <FoldButton opened={opened} onToggle={toggle} words={['reports.showNames', 'reports.hide']} />
      ) : null}
    </div>
  );
}

function FoldButton(props: {
  opened: boolean;
  onToggle: () => void;
  words: ['reports.show' | 'reports.showNames', 'reports.hide'];
  label?: string;
}) {
  const { t } = useTranslation();
  const { opened } = props;
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-expanded={opened}
      aria-label={props.label && `${props.label}: ${t(props.words[opened ? 1 : 0])}`}
      rightSection={opened ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
      onClick={props.onToggle}
      data-print="no"
    >
      {t(props.words[opened ? 1 : 0])}
    </Button>
  );
}

function AnnexOf({ annex, report }: { annex: Annex; report: ReviewReport }) {
  const { nameOf, unitOf } = useIndicatorWords();
  const [opened, { toggle }] = useDisclosure(false);
  const indicator = report.indicators.find((one) => one.code === annex.indicatorCode);
  const figure = report.figures.find((one) => one.indicatorCode === annex.indicatorCode);
  if (!indicator || !figure) return null;
  const name = nameOf(indicator);
  return (
    <div className={classes.annex}>
      <div className={classes.annexHead}>
        <h4>{name}</h4>
        {annex.parts.length > 0 ? (
          <FoldButton opened={opened} onToggle={toggle} words={['reports.show', 'reports.hide']} label={name} />
        ) : null}
        <FigureChip
          name={name}
          value={figure.value}
          qualifier={figure.qualifier}
          measureUnit={unitOf(indicator)}
          coverage={figure.coverage}
          apportioned={figure.origins.apportioned > 0}
          address={addressIn(report, indicator.code)}
        />
      </div>
      {annex.parts.length > 0 ? (
        <div className={classes.parts} data-opened={opened}>
          <PartsTable annex={annex} name={name} report={report} />
        </div>
      ) : null}
    </div>
  );
}

function PartsTable({ annex, name, report }: { annex: Annex; name: string; report: ReviewReport }) {
  const { t } = useTranslation();
  const columns: Column<Part>[] = [
    { key: 'unit', title: t('reports.part'), phone: 'title', width: '50%', render: (part) => part.unit.name },
    {
      key: 'value',
      title: t('reports.value'),
      numeric: true,
      width: '20%',
      render: (part) => (
        <FigureChip
          name={`${name}, ${part.unit.name}`}
          value={part.value}
          qualifier={part.qualifier}
          measureUnit=""
          apportioned={part.origins.apportioned > 0}
          address={addressIn(report, annex.indicatorCode, `#${part.unit.id}`)}
        />
      ),
    },
    {
      key: 'coverage',
      title: t('reports.coverage'),
      render: (part) => (part.coverage ? <CoverageMark coverage={part.coverage} /> : '—'),
    },
  ];
  return <DataTable caption={name} columns={columns} rows={annex.parts} rowKey={(part) => part.unit.id} />;
}
