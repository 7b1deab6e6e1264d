import { Button, NativeSelect, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChartBar, IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { compareInForm, findSection } from '#modules/submissions/submissions.rules.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { toSearchKey } from '#platform/search-key.rules.ts';
import { useApi } from '#web/api/query.ts';
import { useMine } from '#web/api/me.tsx';
import { DayInput } from '#web/ui/DayInput.tsx';
import { dayBefore, formatMonth } from '#web/ui/format.ts';
import { MonthRange } from '#web/ui/MonthPicker.tsx';
import { SearchPicker } from '#web/ui/SearchPicker.tsx';
import { type UnitChoice, UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useIndicatorWords, useUnitName } from '#web/ui/useLanguage.ts';
import {
  addWord,
  changeMode,
  kindBelow,
  readTime,
  removeWord,
  splitWords,
  type TimeChoice,
  writeTime,
} from '../explore-address.rules.ts';
import { type Indicator, listIndicators } from '../figures.contract.ts';
import { type ExploreSearch, lastClosedMonth, useUnitWordNames } from './explore-question.ts';
import classes from './Explore.module.css';

/** The time as people write it: 05/2026–10/2026, 2021–2025; what was written by hand stays as it is. */
function sayTime(periods: string): string {
  const choice = readTime(periods);
  if (choice.mode === 'own') return periods;
  const [from, to] =
    choice.mode === 'years'
      ? [choice.from, choice.to].map(String)
      : [choice.from, choice.to].map((one) => formatMonth(String(one)));
  return from === to ? from! : `${from}–${to}`;
}

/** On phones an answered question stands folded above its answer; one tap opens it. */
export function FoldedQuestion({ asked, change, isAsked }: Bar & { isAsked: boolean }) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const [opened, { toggle }] = useDisclosure(false);
  const all = useApi(listIndicators, {});
  const units = useUnitWordNames(asked.units);
  const names = splitWords(asked.indicators).map((code) => {
    const known = all.data?.items.find((one) => one.code === code);
    return known ? nameOf(known) : code;
  });
  return (
    <>
      {isAsked ? (
        <div className={classes.folded}>
          <p>{[names.join(', '), units.map(({ name }) => name).join(', '), sayTime(asked.periods)].join(' · ')}</p>
          <Button variant="default" onClick={toggle} aria-expanded={opened} data-print="no">
            {t(opened ? 'figures.explore.fold' : 'figures.explore.change')}
          </Button>
        </div>
      ) : null}
      <div className={classes.foldable} data-folded={(isAsked && !opened) || undefined}>
        <ExploreQuestionBar asked={asked} change={change} />
      </div>
    </>
  );
}

type Bar = {
  asked: { indicators: string; units: string; periods: string; view: 'then' | 'today'; asKnownOn: string | undefined };
  change: (part: Partial<ExploreSearch>) => void;
};

/** Which indicators of which units over which time, in whose boundaries, as known when. */
function ExploreQuestionBar({ asked, change }: Bar) {
  const { t } = useTranslation();
  const viewId = useId();
  return (
    <div className={classes.question} role="group" aria-label={t('figures.explore.question')} data-print="no">
      <div className={classes.wide}>
        <Indicators asked={asked} change={change} />
      </div>
      <div className={classes.wide}>
        <Units asked={asked} change={change} />
      </div>
      <div className={classes.row}>
        <Time periods={asked.periods} onChange={(periods) => change({ periods, at: undefined })} />
        <div className={classes.view}>
          <span id={viewId} className={classes.label}>
            {t('figures.explore.view')}
          </span>
          <SegmentedControl
            aria-labelledby={viewId}
            value={asked.view}
            onChange={(view) => change({ view })}
            data={[
              { value: 'today' as const, label: t('figures.explore.viewToday') },
              { value: 'then' as const, label: t('figures.explore.viewThen') },
            ]}
          />
        </div>
        <div className={classes.known}>
          <DayInput
            label={t('figures.explore.knownOn')}
            value={asked.asKnownOn ?? null}
            max={dayBefore(vietnamDay(new Date()))}
            clearable
            placeholder={t('figures.explore.knownOnHint')}
            onChange={(day) => change({ asKnownOn: day ?? undefined })}
          />
        </div>
      </div>
    </div>
  );
}

/** Every word of the search in the name, the code or the section; without regard to diacritics. */
export function findIndicators(all: Indicator[], text: string, sectionOf: (code: string) => string): Indicator[] {
  const words = toSearchKey(text).split(' ').filter(Boolean);
  return all
    .filter((one) => {
      const key = toSearchKey(`${one.code} ${one.nameVi} ${one.nameEn} ${sectionOf(one.code)}`);
      return words.every((word) => key.includes(word));
    })
    .toSorted((one, other) => compareInForm(one.code, other.code));
}

function Indicators({ asked, change }: Bar) {
  const { t } = useTranslation();
  const { nameOf, unitOf } = useIndicatorWords();
  const [text, setText] = useState<string>();
  const all = useApi(listIndicators, {});
  const codes = splitWords(asked.indicators);
  const sectionOf = (code: string): string => t(`submissions.section.${findSection(code)}`);
  const known = new Map((all.data?.items ?? []).map((one) => [one.code, one]));
  const rest = [...known.values()].filter(({ code }) => !codes.includes(code));
  return (
    <div>
      <SearchPicker
        label={t('figures.explore.indicators')}
        shown=""
        placeholder={t('figures.explore.indicatorsHint')}
        icon={<IconChartBar size={18} stroke={1.75} aria-hidden />}
        found={text === undefined ? undefined : findIndicators(rest, text, sectionOf)}
        busy={false}
        idOf={({ code }) => code}
        groupOf={({ code }) => sectionOf(code)}
        render={(one) => (
          <span className={classes.option}>
            <span>{nameOf(one)}</span>
            <span className="by-quiet by-small">
              {one.code} · {unitOf(one)}
            </span>
          </span>
        )}
        nothing={t('figures.explore.indicatorsNothing')}
        onSearch={setText}
        onChoose={({ code }) => change({ indicators: addWord(asked.indicators, code) })}
      />
      <Pills
        label={t('figures.explore.indicatorsChosen', { count: codes.length })}
        items={codes.map((code) => ({ key: code, text: known.has(code) ? nameOf(known.get(code)!) : code }))}
        onRemove={(code) => change({ indicators: removeWord(asked.indicators, code) })}
      />
    </div>
  );
}

function Units({ asked, change }: Bar) {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const { place } = useMine();
  const [picked, setPicked] = useState<UnitChoice | null>(null);
  const names = useUnitWordNames(asked.units);
  const add = (word: string): void => {
    setPicked(null);
    change({ units: addWord(asked.units, word) });
  };
  const kind = picked === null ? undefined : kindBelow(picked);
  return (
    <div>
      <UnitPicker
        label={t('figures.explore.units')}
        value={picked}
        clearable
        near={place?.unit.id}
        kinds={['nation', 'province', 'district', 'commune']}
        onChange={(unit) => {
          if (unit !== null && kindBelow(unit) === undefined) add(unit.askedAs);
          else setPicked(unit);
        }}
      />
      {picked === null || kind === undefined ? null : (
        <div className={classes.choices} role="group" aria-label={nameOf(picked)}>
          <Button size="compact-md" variant="light" onClick={() => add(picked.askedAs)}>
            {t('figures.explore.itself', { unit: nameOf(picked) })}
          </Button>
          <Button size="compact-md" variant="light" onClick={() => add(`${picked.askedAs}:${kind}`)}>
            {kind === 'province'
              ? t('figures.explore.allProvinces')
              : t('figures.explore.allOf', { kind: t(`figures.explore.kinds.${kind}`), unit: nameOf(picked) })}
          </Button>
        </div>
      )}
      <Pills
        label={t('figures.explore.unitsChosen', { count: names.length })}
        items={names.map(({ word, name }) => ({ key: word.word, text: name }))}
        onRemove={(word) => change({ units: removeWord(asked.units, word) })}
      />
    </div>
  );
}

function Pills(props: { label: string; items: { key: string; text: string }[]; onRemove: (key: string) => void }) {
  const { t } = useTranslation();
  if (props.items.length === 0) return null;
  return (
    <ul className={classes.pills} aria-label={props.label}>
      {props.items.map(({ key, text }) => (
        <li key={key}>
          <UnstyledButton
            className={classes.pill}
            aria-label={t('ui.clear', { what: text })}
            onClick={() => props.onRemove(key)}
          >
            <span>{text}</span>
            <IconX size={16} aria-hidden />
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

const modes = ['months', 'years', 'sum', 'own'] as const;
const firstYear = 2008;

function Time({ periods, onChange }: { periods: string; onChange: (periods: string) => void }) {
  const { t } = useTranslation();
  const [isOwn, setOwn] = useState(false);
  const last = lastClosedMonth();
  const read = readTime(periods);
  const choice: TimeChoice = isOwn ? { mode: 'own', text: periods } : read;
  const change = (next: TimeChoice): void => onChange(writeTime(next));
  return (
    <div className={classes.time}>
      <NativeSelect
        label={t('figures.explore.time')}
        value={choice.mode}
        onChange={(event) => {
          const mode = event.currentTarget.value as TimeChoice['mode'];
          setOwn(mode === 'own');
          change(changeMode(choice.mode === 'own' ? read : choice, mode, last));
        }}
        data={modes.map((mode) => ({ value: mode, label: t(`figures.explore.modes.${mode}`) }))}
      />
      {choice.mode === 'months' || choice.mode === 'sum' ? (
        <MonthRange
          from={choice.from}
          to={choice.to}
          onChange={({ from, to }) => change({ mode: choice.mode, from, to })}
        />
      ) : null}
      {choice.mode === 'years' ? (
        <>
          <Year
            label={t('figures.explore.fromYear')}
            value={choice.from}
            onChange={(from) => change({ mode: 'years', from, to: Math.max(from, choice.to) })}
          />
          <Year
            label={t('figures.explore.toYear')}
            value={choice.to}
            onChange={(to) => change({ mode: 'years', from: Math.min(to, choice.from), to })}
          />
        </>
      ) : null}
      {choice.mode === 'own' ? <OwnTime key={periods} text={periods} onChange={onChange} /> : null}
    </div>
  );
}

function Year({ label, value, onChange }: { label: string; value: number; onChange: (year: number) => void }) {
  const now = Number(vietnamDay(new Date()).slice(0, 4)) + 1;
  const years = Array.from({ length: now - firstYear + 1 }, (_, index) => String(now - index));
  const data = years.includes(String(value)) ? years : [String(value), ...years];
  return (
    <NativeSelect
      label={label}
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
      data={data}
    />
  );
}

function OwnTime({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(text);
  const end = (): void => {
    const tidy = splitWords(typed).join(',');
    if (tidy !== '' && tidy !== text) onChange(tidy);
  };
  return (
    <TextInput
      className={classes.ownTime}
      label={t('figures.explore.ownTime')}
      description={t('figures.explore.ownTimeHint')}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={end}
      onKeyDown={(event) => event.key === 'Enter' && end()}
      autoComplete="off"
      maxLength={1000}
    />
  );
}
