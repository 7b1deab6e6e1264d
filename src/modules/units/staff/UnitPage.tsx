import { Alert } from '@mantine/core';
import { IconAlertCircle, IconCalendarStats, IconFileText } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { useRegister } from '#web/api/registers.ts';
import { dayBefore, formatDay } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { useLanguage, useSay, useUnitName } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { getUnit, type Unit, type UnitHistory } from '../units.contract.ts';
import { toUnambiguousCode, type UnitKind } from '../units.rules.ts';
import { AddedUnitActs } from './AddedUnitActs.tsx';
import { UnitLink } from './UnitLink.tsx';
import { UnitsBelow } from './UnitsBelow.tsx';
import { UnitTimeline } from './UnitTimeline.tsx';
import classes from './UnitPage.module.css';

const route = getRouteApi('/staff/units/$unitId');

/** A unit: what it was, what became of it, who is responsible now, what lies below it. */
export function UnitPage() {
  const { unitId } = route.useParams();
  const { below } = route.useSearch();
  const history = useApi(getUnit, { params: { id: Number(unitId) }, query: { below } });
  return (
    <Answered of={history} lines={10}>
      {(answer) => <History history={answer} />}
    </Answered>
  );
}

function History({ history }: { history: UnitHistory }) {
  const { t } = useTranslation();
  const { unit, above, added } = history;
  const nameOf = useUnitName();
  return (
    <>
      <PageTitle title={nameOf(unit)} note={<Facts unit={unit} />}>
        <AddedUnitActs history={history} />
        <Doors unit={unit} />
      </PageTitle>
      <div className={classes.parts}>
        {above.length > 0 ? (
          <p>
            {t('units.unit.above')}:{' '}
            {above.map((one, index) => (
              <span key={one.id}>
                {index > 0 ? ' · ' : ''}
                <UnitLink unit={one} />
              </span>
            ))}
          </p>
        ) : null}
        {added?.legalBasis ? <p>{t('units.unit.legalBasis', { basis: added.legalBasis })}</p> : null}
        {added?.endReason ? <p>{t('units.unit.endReason', { reason: added.endReason })}</p> : null}
        {history.beginUnknown ? <Unknown>{t('units.unit.beginUnknown')}</Unknown> : null}
        {history.extentsUnverified ? <Unknown>{t('units.unit.extentsUnverified')}</Unknown> : null}
        <UnitTimeline history={history} />
        <Responsible history={history} />
        <UnitsBelow history={history} />
      </div>
    </>
  );
}

function Facts({ unit }: { unit: Unit }) {
  const { t } = useTranslation();
  const from = unit.validFrom === null ? '' : formatDay(unit.validFrom);
  const to = unit.validTo === null ? '' : formatDay(dayBefore(unit.validTo));
  const exists =
    unit.validTo === null
      ? unit.validFrom === null
        ? t('units.unit.exists')
        : t('units.unit.existsSince', { from })
      : unit.validFrom === null
        ? t('units.unit.ended', { to })
        : t('units.unit.endedSince', { from, to });
  const code = t('units.unit.code', { code: unit.code });
  const facts = [
    t(`unitKind.${unit.kind as UnitKind}`),
    unit.codeOrigin === 'ours' ? `${code} (${t('units.unit.ours')})` : code,
    exists,
  ];
  return <>{facts.join(' · ')}</>;
}

/** To the report of the last twelve closed months, and to the period, for those who may see them. */
function Doors({ unit }: { unit: Unit }) {
  const { t } = useTranslation();
  const mayReport = useReach('report.read') !== undefined;
  const mayPeriod = useReach('submission.read') !== undefined;
  const closed = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
  const last = unit.validTo === null ? closed : addMonths(determineMonthOf(unit.validTo), -1);
  const to = last < closed ? last : closed;
  return (
    <>
      {mayReport ? (
        <LinkButton
          to="/report"
          search={{ unit: toUnambiguousCode(unit), from: addMonths(to, -11), to }}
          leftSection={<IconFileText size={18} aria-hidden />}
        >
          {t('units.unit.report')}
        </LinkButton>
      ) : null}
      {mayPeriod && (unit.kind === 'commune' || unit.kind === 'province') ? (
        <LinkButton
          to="/period"
          search={{ unit: unit.id, month: to }}
          variant="default"
          leftSection={<IconCalendarStats size={18} aria-hidden />}
        >
          {t('units.unit.period')}
        </LinkButton>
      ) : null}
    </>
  );
}

function Unknown({ children }: { children: ReactNode }) {
  return (
    <Alert color="amber" variant="light" icon={<IconAlertCircle aria-hidden />}>
      {children}
    </Alert>
  );
}

function RegisterKept({ register: name, keptFrom }: UnitHistory['registerKeptFrom'][number]) {
  const { t } = useTranslation();
  const say = useSay();
  const register = useRegister(name);
  return register ? (
    <p>{t('units.unit.keptFrom', { register: say(register.label), day: formatDay(keptFrom) })}</p>
  ) : null;
}

function Responsible({ history }: { history: UnitHistory }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { unit, responsibleToday, responsiblePosts, registerKeptFrom } = history;
  return (
    <section aria-labelledby="responsible">
      <h2 id="responsible">{t('units.unit.responsible')}</h2>
      {responsibleToday === null ? (
        <p>{t('units.unit.responsibleNation')}</p>
      ) : responsibleToday.id === unit.id ? (
        <p>{t('units.unit.responsibleSelf')}</p>
      ) : (
        <p>
          {t('units.unit.responsibleOther')} <UnitLink unit={responsibleToday} />
        </p>
      )}
      {responsiblePosts.length === 0 ? (
        <p className="by-quiet">{t('units.unit.noPosts')}</p>
      ) : (
        <ul className={classes.people}>
          {responsiblePosts.map((post) => (
            <li key={`${post.displayName} ${post.roleNameVi}`}>
              <strong>{post.displayName}</strong>, {language === 'en' ? post.roleNameEn : post.roleNameVi} (
              {post.organisationNameVi})
            </li>
          ))}
        </ul>
      )}
      {registerKeptFrom.map((one) => (
        <RegisterKept key={one.register} {...one} />
      ))}
    </section>
  );
}
