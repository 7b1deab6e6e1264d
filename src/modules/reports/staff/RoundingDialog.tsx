import { Button, Group, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import { type Rounding, roundingWords, type RoundingWord, writeInSentence } from '../figure-wording.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import { writeFigure } from '../reports.rules.ts';
import classes from './ReportEditor.module.css';

type Roundings = Record<string, Rounding>;
const words = Object.keys(roundingWords) as RoundingWord[];
const powers = [0, 1, 2, 3, 4, 5, 6, 9];

/** Which figures read "trên", "hơn", "gần" in sentences, and to which power of ten; tables keep the exact number. */
export function RoundingDialog(props: {
  report: ReviewReport;
  roundings: Roundings;
  busy: boolean;
  problem: unknown;
  onSave: (roundings: Roundings) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nameOf, unitOf } = useIndicatorWords();
  const { report } = props;
  const [roundings, setRoundings] = useState(props.roundings);
  const [code, setCode] = useState<string | null>(null);
  const [word, setWord] = useState<RoundingWord>('over');
  const [power, setPower] = useState(2);
  const rounded = report.figures.filter((figure) => figure.value !== null && figure.numerator === null);
  const indicatorOf = (one: string) => report.indicators.find((indicator) => indicator.code === one);
  const preview = (one: string, rounding: Rounding): string => {
    const [figure, indicator] = [rounded.find(({ indicatorCode }) => indicatorCode === one), indicatorOf(one)];
    if (!figure || !indicator) return t('figure.notReported');
    const unit = unitOf(indicator);
    return `${writeFigure(figure, unit, language)} → ${writeInSentence(figure, unit, rounding, language)} ${unit}`;
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('reports.rounding.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 120 }}
    >
      <div className={classes.fields}>
        <p>{t('reports.rounding.hint')}</p>
        {Object.entries(roundings).map(([one, rounding]) => {
          const indicator = indicatorOf(one);
          const name = indicator ? nameOf(indicator) : one;
          return (
            <div key={one} className={classes.rounded}>
              <span>
                {name}: {preview(one, rounding)}
              </span>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={t('reports.rounding.removeOf', { name })}
                onClick={() =>
                  setRoundings((before) => Object.fromEntries(Object.entries(before).filter(([key]) => key !== one)))
                }
              >
                {t('reports.rounding.remove')}
              </Button>
            </div>
          );
        })}
        <div className={classes.rounding}>
          <Select
            label={t('reports.indicator')}
            searchable
            value={code}
            onChange={setCode}
            comboboxProps={{ withinPortal: false }}
            data={rounded.map(({ indicatorCode }) => {
              const indicator = indicatorOf(indicatorCode);
              return { value: indicatorCode, label: indicator ? nameOf(indicator) : indicatorCode };
            })}
          />
          <Select
            label={t('reports.rounding.word')}
            allowDeselect={false}
            value={word}
            onChange={(chosen) => chosen && setWord(chosen)}
            comboboxProps={{ withinPortal: false }}
            data={words.map((value) => ({ value, label: roundingWords[value][language] }))}
          />
          <Select
            label={t('reports.rounding.power')}
            allowDeselect={false}
            value={String(power)}
            onChange={(chosen) => chosen !== null && setPower(Number(chosen))}
            comboboxProps={{ withinPortal: false }}
            data={powers.map((value) => ({
              value: String(value),
              label: value === 0 ? t('reports.rounding.wordOnly') : (10 ** value).toLocaleString(language),
            }))}
          />
        </div>
        {code ? <p role="status">{preview(code, { word, power })}</p> : null}
        <Group gap="xs">
          <Button
            variant="light"
            disabled={code === null}
            onClick={() => {
              if (code) setRoundings((before) => ({ ...before, [code]: { word, power } }));
              setCode(null);
            }}
          >
            {t('reports.rounding.add')}
          </Button>
        </Group>
        {props.problem ? <ProblemAlert problem={props.problem} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            {t('ui.cancel')}
          </Button>
          <Button onClick={() => props.onSave(roundings)} loading={props.busy}>
            {t('reports.rounding.save')}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
