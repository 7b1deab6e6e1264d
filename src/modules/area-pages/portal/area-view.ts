import { html } from 'ghtml';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import type { ChoiceField } from '#registers/declaration.ts';
import type { Portal } from '#web/portal/portal.ts';
import type { Say } from '#web/portal/texts.ts';
import type { AreaContact, ComingActivity } from '../area-pages.contract.ts';
import { areaAddress, type AreaKind } from '../areas.rules.ts';
import type { Shown } from '../protection.rules.ts';
import type { PublishedFigure } from '../published.rules.ts';
import { viewChoices } from './finding-view.ts';

type Unit = { id: number; code: string; name: string; kind: string };

/** All that the page of an area tells. */
export type AreaView = {
  area: Unit & { above: Unit[] };
  groups: { id: string; level: 'initiative' | 'site' | 'group'; category: string; name: string }[];
  contact: (AreaContact & { unit: Unit }) | undefined;
  coming: ComingActivity[];
  below: { code: string; name: string; kind: AreaKind; aboveName: string | null }[];
  figures: { unit: Unit; from: string; to: string; answeredAt: string; items: PublishedFigure[] } | undefined;
  madeAt: string;
};

/** Groups beyond so many are counted by kind and not named. */
const mostNamed = 40;

export function viewArea(
  portal: Portal,
  { language, address }: { language: string; address: string },
  view: AreaView,
): string {
  const say = portal.say(language);
  const words = language === 'en' ? 'en' : 'vi';
  const { area, contact, coming, below, figures } = view;
  const feedback = `noi=${encodeURIComponent(area.code)}`;
  return portal.page({
    language,
    address,
    title: area.name,
    main: html`!${viewAbove(say, area.above)}
      <h1>${area.name}</h1>
      <p class="acts">
        <a class="button" href="/bao-tin?${feedback}">${say('welcome.tell')}</a>
        <a class="button second" href="/phan-anh/moi?${feedback}">${say('area.giveFeedback')}</a>
        <a class="button second" href="/phan-anh?${feedback}">${say('area.readFeedback')}</a>
      </p>
      <section aria-labelledby="contact">
        <h2 id="contact">${say('area.contact')}</h2>
        !${contact ? viewContact(say, contact, contact.unit.id === area.id) : html`<p>${say('area.noContact')}</p>`}
      </section>
      <section aria-labelledby="coming">
        <h2 id="coming">${say('area.coming')}</h2>
        !${
          coming.length === 0
            ? html`<p>${say('area.noComing')}</p>`
            : html`<ul class="plain">
                !${coming.map(
                  (one) =>
                    html`<li class="card">
                      <strong>${one.title}</strong
                      ><br />${[writeDay(one.heldOn), one.atHour, one.place].filter(Boolean).join(' · ')}
                    </li>`,
                )}
              </ul>`
        }
      </section>
      <section aria-labelledby="groups">
        <h2 id="groups">${say('area.groups')}</h2>
        !${viewGroups(say, words, view)}
      </section>
      !${figures ? viewFigures(say, words, area, figures) : ''}
      !${
        below.length === 0
          ? ''
          : html`<section aria-labelledby="below">
              <h2 id="below">${say('area.below')}</h2>
              !${viewChoices(below)}
            </section>`
      }
      <p class="soft">${say('area.madeAt', { at: writeMoment(view.madeAt) })}</p>`,
  });
}

function viewAbove(say: Say, above: Unit[]): string {
  return html`<nav class="above" aria-label="${say('area.above')}">
    <a href="/khu-vuc">${say('area.findTitle')}</a>!${above
      .toReversed()
      .map(({ code, name }) => html` › <a href="${areaAddress(code)}">${name}</a>`)}
  </nav>`;
}

function viewContact(say: Say, contact: AreaContact & { unit: Unit }, isOwn: boolean): string {
  const lines = (['phone', 'address', 'hours', 'note'] as const).filter((name) => contact[name] !== '');
  return html`!${isOwn ? '' : html`<p>${say('area.contactOf', { unit: contact.unit.name })}</p>`}
    <dl>
      !${lines.map(
        (name) =>
          html`<dt>${say(`area.${name}`)}</dt>
            <dd>${contact[name]}</dd>`,
      )}
    </dl>`;
}

function viewGroups(say: Say, words: 'vi' | 'en', { area, groups }: AreaView): string {
  if (groups.length === 0) return html`<p>${say('area.noGroups')}</p>`;
  const categories = (initiatives.fields.category as ChoiceField).options;
  const nameOf = (category: string): string => categories[category]?.[words] ?? category;
  const counted = (['initiative', 'site', 'group'] as const)
    .map((level) => ({ level, count: groups.filter((group) => group.level === level).length }))
    .filter(({ count }) => count > 0);
  // A site is told by its initiative.
  const nameable = groups.filter(({ level }) => level !== 'site');
  const named = nameable.slice(0, mostNamed);
  return html`<p>${counted.map(({ level, count }) => say(`area.${level}Count`, { count })).join(' · ')}</p>
    <ul class="plain">
      !${named.map(
        (group) =>
          html`<li class="card">
            <strong>${group.name}</strong><br /><span class="soft">${nameOf(group.category)}</span> <br /><a
              class="contest"
              href="/phan-anh/moi?noi=${encodeURIComponent(area.code)}&amp;to=${group.id}"
              >${say('area.contest')}<span class="unseen">: ${group.name}</span></a
            >
          </li>`,
      )}
    </ul>
    !${nameable.length > named.length ? html`<p class="soft">${say('area.groupsShort', { shown: named.length })}</p>` : ''}`;
}

function viewFigures(say: Say, words: 'vi' | 'en', area: Unit, figures: NonNullable<AreaView['figures']>): string {
  const { unit, from, to, items } = figures;
  return html`<section aria-labelledby="figures">
    <h2 id="figures">${say('area.figures')}</h2>
    !${unit.id === area.id ? '' : html`<p>${say('area.figuresOf', { unit: unit.name })}</p>`}
    <p class="soft">${sayBasis(say, figures)}</p>
    !${items.length === 0 ? html`<p>${say('area.noFigures')}</p>` : ''}
    !${items.map((item) =>
      viewFigure(
        say,
        words,
        figures,
        item,
        `/phan-anh/moi?noi=${encodeURIComponent(area.code)}&chi-tieu=${item.code}&ky=${from}_${to}`,
      ),
    )}
    <p class="soft">${say('area.smallCounts')}</p>
  </section>`;
}

type Span = { from: string; to: string };

/** Of which months figures are, in which boundaries, and until when what was approved is in them. */
export function sayBasis(say: Say, { from, to, answeredAt }: Span & { answeredAt: string }): string {
  return say('area.basis', { span: saySpan(say, { from, to }), at: writeMoment(answeredAt) });
}

function saySpan(say: Say, { from, to }: Span): string {
  return say('area.span', { from: writeMonth(from), to: writeMonth(to) });
}

/** A figure that opens its definition and coverage, and where it can be contested, the way there. */
export function viewFigure(
  say: Say,
  words: 'vi' | 'en',
  { from, to }: Span,
  item: PublishedFigure,
  contest?: string,
): string {
  const name = words === 'en' ? item.nameEn : item.nameVi;
  const measureUnit = words === 'en' ? item.measureUnitEn : item.measureUnitVi;
  return html`<details class="card figure">
    <summary>
      <span>${name}</span>
      <strong
        >${writeShown(say, words, item.shown)}!${
          item.shown.kind === 'value' || item.shown.kind === 'small'
            ? html` <span class="soft">${measureUnit}</span>`
            : ''
        }</strong
      >
    </summary>
    <p>${words === 'en' ? item.definitionEn : item.definitionVi}</p>
    <p class="soft">
      !${item.legalSource === '' ? '' : html`${say('area.source', { source: item.legalSource })} · `}${
        item.isAtEnd ? say('area.atEnd', { to: writeMonth(to) }) : saySpan(say, { from, to })
      }
      ·
      ${item.obliged > 0 ? say('area.coverage', { reported: writeNumber(`${item.reported}`, words), obliged: writeNumber(`${item.obliged}`, words) }) : say('area.noDuty')}
    </p>
    !${
      contest === undefined
        ? ''
        : html`<p>
            <a class="contest" href="${contest}">${say('area.contest')}<span class="unseen">: ${name}</span></a>
          </p>`
    }
  </details>`;
}

function writeShown(say: Say, words: 'vi' | 'en', shown: Shown): string {
  switch (shown.kind) {
    case 'value':
      return writeNumber(shown.value, words);
    case 'small':
      return say('area.small');
    case 'hidden':
      return say('area.hidden');
    case 'missing':
      return say('area.missing');
  }
}

/** 41736 → 41.736 in Vietnamese, 41,736 in English; decimals are kept. */
function writeNumber(value: string, words: 'vi' | 'en'): string {
  const [whole = '', part] = value.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, words === 'vi' ? '.' : ',');
  return part === undefined ? grouped : `${grouped}${words === 'vi' ? ',' : '.'}${part}`;
}

function writeDay(day: string): string {
  return day.split('-').toReversed().join('/');
}

function writeMonth(month: string): string {
  return month.split('-').toReversed().join('/');
}

/** An instant in Vietnam, as 14:05 26/11/2026. */
function writeMoment(at: string): string {
  const there = new Date(Date.parse(at) + 7 * 3_600_000).toISOString();
  return `${there.slice(11, 16)} ${writeDay(there.slice(0, 10))}`;
}
