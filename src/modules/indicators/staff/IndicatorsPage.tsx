import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconCalendarSearch, IconPlus, IconSearch } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Indicator, IndicatorKind, listIndicators } from '#modules/figures/figures.contract.ts';
import { HowCounted } from '#modules/figures/staff/FigureDefinition.tsx';
import { toSearchKey } from '#platform/search-key.rules.ts';
import { useMine, useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { RegistersContext } from '#web/api/registers.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { FilterBar, FilterChip } from '#web/ui/FilterBar.tsx';
import { formatDay } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { useIndicatorWords, useSay } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { type IndicatorProposal, listIndicatorProposals } from '../indicators.contract.ts';
import classes from './indicators.module.css';
import { ProposalLine } from './ProposalLine.tsx';

const route = getRouteApi('/staff/indicators');
const none = 'none';

/** All indicators in force, with those that wait for a second person above them; open to all staff. */
export function IndicatorsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const indicators = useApi(listIndicators, {});
  const proposals = useApi(listIndicatorProposals, {}).data?.items ?? [];
  const waiting = proposals.filter((proposal) => proposal.state === 'proposed');
  const closed = proposals.filter((proposal) => proposal.state === 'withdrawn' || proposal.state === 'declined');
  return (
    <>
      <PageTitle title={t('indicators.title')} note={t('indicators.note')}>
        <Acts />
      </PageTitle>
      <Proposals title={t('indicators.waiting')} proposals={waiting} />
      <Filters />
      <Answered of={indicators} lines={12}>
        {({ items }) => {
          const found = items.filter((indicator) => fits(indicator, search));
          return (
            <>
              <p className={classes.found} role="status">
                {t('indicators.found', { count: found.length })}
              </p>
              <IndicatorTable indicators={found} proposals={proposals} />
            </>
          );
        }}
      </Answered>
      <Proposals title={t('indicators.closed')} proposals={closed} />
    </>
  );
}

/** What leads on from here, as far as it is the reader's to do. */
function Acts() {
  const { t } = useTranslation();
  const { place } = useMine();
  const mayAsk = useReach('figure.read') !== undefined;
  const isIssuer = place?.unit.kind === 'nation' || place?.unit.kind === 'province';
  const mayPropose = useReach('indicator.propose') !== undefined && isIssuer;
  return (
    <>
      {mayAsk ? (
        <LinkButton to="/window-figures" variant="default" leftSection={<IconCalendarSearch size={18} aria-hidden />}>
          {t('indicators.windows')}
        </LinkButton>
      ) : null}
      {mayPropose ? (
        <LinkButton to="/indicator-proposals/new" leftSection={<IconPlus size={18} aria-hidden />}>
          {t('indicators.propose')}
        </LinkButton>
      ) : null}
    </>
  );
}

function fits(indicator: Indicator, search: { text?: string; register?: string; kind?: string }): boolean {
  const { code, nameVi, nameEn, legalSource, definitionVi } = indicator;
  const text = toSearchKey([code, nameVi, nameEn, legalSource, definitionVi].join(' '));
  return (
    toSearchKey(search.text ?? '')
      .split(' ')
      .every((word) => text.includes(word)) &&
    (search.register === undefined || search.register === (indicator.register ?? none)) &&
    (search.kind === undefined || search.kind === indicator.kind)
  );
}

function Proposals({ title, proposals }: { title: string; proposals: IndicatorProposal[] }) {
  if (proposals.length === 0) return null;
  return (
    <section className={classes.parts}>
      <h2>{title}</h2>
      <ul className={classes.waiting}>
        {proposals.map((proposal) => (
          <li key={proposal.id}>
            <ProposalLine proposal={proposal} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Filters() {
  const { t } = useTranslation();
  const say = useSay();
  const registers = useContext(RegistersContext);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(search.text ?? '');
  const change = (part: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const changeText = useDebouncedCallback((typed: string) => change({ text: typed === '' ? undefined : typed }), 200);
  return (
    <>
      <TextInput
        type="search"
        label={t('indicators.search')}
        placeholder={t('indicators.searchHint')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          changeText(event.currentTarget.value.trim());
        }}
        autoComplete="off"
        mb="sm"
        maw={560}
        data-print="no"
      />
      <FilterBar
        anyChosen={search.register !== undefined || search.kind !== undefined}
        onClear={() => change({ register: undefined, kind: undefined })}
      >
        <FilterChip
          label={t('indicators.register')}
          value={search.register}
          options={[
            ...registers.map((register) => ({ value: register.name, label: say(register.label) })),
            { value: none, label: t('indicators.noRegister') },
          ]}
          onChange={(register) => change({ register })}
        />
        <FilterChip
          label={t('indicators.kind')}
          value={search.kind}
          options={IndicatorKind.options.map((kind) => ({ value: kind, label: t(`indicators.kinds.${kind}`) }))}
          onChange={(kind) => change({ kind })}
        />
      </FilterBar>
    </>
  );
}

function IndicatorTable({ indicators, proposals }: { indicators: Indicator[]; proposals: IndicatorProposal[] }) {
  const { t } = useTranslation();
  const { nameOf, unitOf } = useIndicatorWords();
  const made = new Map(
    proposals.filter(({ state }) => state === 'in_force').map((proposal) => [proposal.indicator.code, proposal]),
  );
  return (
    <DataTable
      caption={t('indicators.title')}
      rows={indicators}
      rowKey={(indicator) => indicator.code}
      empty={<EmptyState title={t('indicators.none')}>{t('indicators.noneHint')}</EmptyState>}
      columns={[
        {
          key: 'name',
          title: t('indicators.name'),
          phone: 'title',
          width: '34%',
          render: (indicator) => (
            <Link to="/indicators/$code" params={{ code: indicator.code }}>
              {indicator.code} · {nameOf(indicator)}
            </Link>
          ),
        },
        { key: 'kind', title: t('indicators.kind'), render: ({ kind }) => t(`indicators.kinds.${kind}`) },
        { key: 'unit', title: t('indicators.unit'), phone: 'hidden', render: unitOf },
        {
          key: 'counted',
          title: t('indicators.counted'),
          width: '30%',
          phone: 'hidden',
          render: (indicator) => <HowCounted indicator={indicator} />,
        },
        {
          key: 'people',
          title: t('indicators.people'),
          phone: 'hidden',
          render: ({ code }) => {
            const proposal = made.get(code);
            return proposal?.decidedAt
              ? t('indicators.addedBy', {
                  by: proposal.proposedBy,
                  second: proposal.decidedBy,
                  on: formatDay(proposal.decidedAt),
                })
              : t('indicators.fromProduct');
          },
        },
      ]}
    />
  );
}
