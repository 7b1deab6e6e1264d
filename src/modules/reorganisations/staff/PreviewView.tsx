import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useContext, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { RegistersContext } from '#web/api/registers.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { formatMonth, formatNumber } from '#web/ui/format.ts';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import type { PreviewUnit, ReorganisationPreview } from '../reorganisations.contract.ts';
import classes from './Reorganisations.module.css';

/** What a reorganisation does: to units, to totals in both views, and what people have to see to. */
export function PreviewView({ preview }: { preview: ReorganisationPreview }) {
  const { t } = useTranslation();
  if (preview.refusals.length > 0) {
    return (
      <Alert
        color="red"
        variant="light"
        icon={<IconAlertTriangle aria-hidden />}
        title={t('reorganisations.preview.refused')}
      >
        <ul className={classes.list}>
          {preview.refusals.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{message}</li>
          ))}
        </ul>
      </Alert>
    );
  }
  return (
    <div className={classes.parts}>
      <Then preview={preview} />
      <Today today={preview.today} />
      <Split preview={preview} />
      <Unfinished preview={preview} />
      <Units preview={preview} />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

function Unit({ unit }: { unit: PreviewUnit }) {
  return unit.unitId === null ? (
    <>{unit.nameVi}</>
  ) : (
    <Link to="/units/$unitId" params={{ unitId: String(unit.unitId) }}>
      {unit.nameVi}
    </Link>
  );
}

function Then({ preview: { then } }: { preview: ReorganisationPreview }) {
  const { t } = useTranslation();
  return (
    <Part title={t('reorganisations.preview.then')}>
      {then.changed.length === 0 ? (
        <Alert color="teal" variant="light" icon={<IconCircleCheck aria-hidden />}>
          {t('reorganisations.preview.thenSame', { count: then.compared, shown: then.compared })}
        </Alert>
      ) : (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('reorganisations.preview.thenChanged')}>
          {then.changed.map(({ nameVi }) => nameVi).join(', ')}
        </Alert>
      )}
    </Part>
  );
}

type Row = ReorganisationPreview['today']['rows'][number];

function Today({ today }: { today: ReorganisationPreview['today'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const written = (values: (string | null)[] | null, at: number): string => {
    if (values === null) return t('reorganisations.preview.noUnit');
    const value = values[at] ?? null;
    return value === null ? '—' : formatNumber(value, language);
  };
  const isMoved = (row: Row): boolean =>
    today.indicators.some((_, at) => written(row.before, at) !== written(row.after, at));
  const [moved, same] = [today.rows.filter(isMoved), today.rows.filter((row) => !isMoved(row))];
  return (
    <Part title={t('reorganisations.preview.today')}>
      <p className="by-quiet by-small">
        {t('reorganisations.preview.todayNote', { from: formatMonth(today.from), to: formatMonth(today.to) })}
      </p>
      <DataTable<Row>
        caption={t('reorganisations.preview.today')}
        rows={moved}
        rowKey={(row) => row.unit.unitId ?? `${row.unit.ref} ${row.unit.code}`}
        empty={<p>{t('reorganisations.preview.todayNone')}</p>}
        columns={[
          {
            key: 'unit',
            title: t('reorganisations.preview.unit'),
            phone: 'title',
            render: (row) => (
              <>
                <Unit unit={row.unit} />{' '}
                <span className="by-quiet by-small">({t(`reorganisations.preview.${row.state}`)})</span>
              </>
            ),
          },
          ...today.indicators.map((indicator, at) => ({
            key: indicator.code,
            title: `${indicator.code} · ${language === 'vi' ? indicator.nameVi : indicator.nameEn}`,
            render: (row: Row) => {
              const [before, after] = [written(row.before, at), written(row.after, at)];
              return before === after ? (
                <span className={classes.moves}>{before}</span>
              ) : (
                <span className={classes.moves}>
                  {before} → <strong>{after}</strong>
                </span>
              );
            },
          })),
        ]}
      />
      {same.length > 0 ? (
        <p className="by-small">
          {t('reorganisations.preview.sameNumbers')}{' '}
          {same.map((row) => `${row.unit.nameVi} (${t(`reorganisations.preview.${row.state}`)})`).join(', ')}
        </p>
      ) : null}
      {today.total > today.rows.length ? (
        <p className="by-quiet by-small">
          {t('reorganisations.preview.more', { shown: today.rows.length, total: today.total })}
        </p>
      ) : null}
    </Part>
  );
}

function Split({ preview: { notDivisible } }: { preview: ReorganisationPreview }) {
  const { t } = useTranslation();
  return (
    <Part title={t('reorganisations.preview.split')}>
      {notDivisible.length === 0 ? (
        <p className="by-quiet">{t('reorganisations.preview.splitNone')}</p>
      ) : (
        <ul className={classes.list}>
          {notDivisible.map(({ unit, into, heldBy }) => (
            <li key={unit.unitId}>
              {heldBy?.unitId === unit.unitId
                ? t('reorganisations.preview.splitKept', { unit: unit.nameVi, into: into.join(', ') })
                : t('reorganisations.preview.splitOf', {
                    unit: unit.nameVi,
                    into: into.join(', '),
                    holder: heldBy?.nameVi ?? t('reorganisations.preview.nation'),
                  })}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Unfinished({ preview: { unfinished } }: { preview: ReorganisationPreview }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  const registers = useContext(RegistersContext);
  const registerName = (name: string): string => {
    const register = registers.find((one) => one.name === name);
    return register ? say(register.label) : name;
  };
  const months = (list: { month: string }[]): string => list.map(({ month }) => formatMonth(month)).join(', ');
  return (
    <Part title={t('reorganisations.preview.unfinished')}>
      {unfinished.length === 0 ? (
        <p className="by-quiet">{t('reorganisations.preview.unfinishedNone')}</p>
      ) : (
        <ul className={classes.list}>
          {unfinished.map(({ unit, posts, registers: kept, openMonths, laterMonths }) => (
            <li key={unit.unitId}>
              <Unit unit={unit} />
              <ul className={classes.list}>
                {posts.length > 0 ? (
                  <li>
                    {t('reorganisations.preview.posts', {
                      list: posts
                        .map((post) => `${post.displayName} (${language === 'vi' ? post.roleNameVi : post.roleNameEn})`)
                        .join(', '),
                    })}
                  </li>
                ) : null}
                {kept.length > 0 ? (
                  <li>
                    {t('reorganisations.preview.registers', {
                      list: kept.map(({ register }) => registerName(register)).join(', '),
                    })}
                  </li>
                ) : null}
                {openMonths.length > 0 ? (
                  <li>{t('reorganisations.preview.openMonths', { list: months(openMonths) })}</li>
                ) : null}
                {laterMonths.length > 0 ? (
                  <li>{t('reorganisations.preview.laterMonths', { list: months(laterMonths) })}</li>
                ) : null}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Units({ preview: { ended, made } }: { preview: ReorganisationPreview }) {
  const { t } = useTranslation();
  return (
    <Part title={t('reorganisations.preview.units')}>
      <p>{t('reorganisations.preview.ended', { count: ended.length, shown: ended.length })}</p>
      <ul className={`${classes.list} ${classes.columns}`}>
        {ended.map((unit) => (
          <li key={unit.unitId}>
            <Unit unit={unit} />
          </li>
        ))}
      </ul>
      <p>{t('reorganisations.preview.made', { count: made.length, shown: made.length })}</p>
      <ul className={`${classes.list} ${classes.columns}`}>
        {made.map((unit) => (
          <li key={`${unit.ref} ${unit.kind} ${unit.code}`}>
            {unit.nameVi}, {unit.parentName}{' '}
            <span className="by-quiet by-small">
              (
              {[
                t('reorganisations.preview.code', { code: unit.code }),
                t(unit.carried ? 'reorganisations.preview.carried' : 'reorganisations.preview.founded'),
                ...(unit.renamed ? [t('reorganisations.preview.renamed')] : []),
              ].join('; ')}
              )
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
