/** The public list of inbox keys: what the fingerprint on a poster is compared with. */
import { html } from 'ghtml';
import type { Say } from '#web/portal/say.ts';
import type { PortalMain } from './tell-page.ts';

export type ListedProvince = { code: string; name: string; inboxCount: number };
/** day: when it was made, as dd/mm/yyyy. signed: by the key before; null = the first, or begun anew. */
export type ListedKey = {
  unit: string;
  fingerprint: string;
  generation: number;
  day: string;
  isCurrent: boolean;
  signed: boolean | null;
};

/** The provinces that have inboxes, or the keys of one of them, current ones first. */
export function keysPage(view: {
  say: Say;
  provinces: readonly ListedProvince[];
  chosen: { name: string; keys: readonly ListedKey[] } | undefined;
}): PortalMain {
  const { say, provinces, chosen } = view;
  const title = chosen ? say('keys.titleOf', { province: chosen.name }) : say('keys.title');
  return {
    title,
    main: html`<h1>${title}</h1>
      <p>${say('keys.lead')}</p>
      !${chosen ? listKeys(say, chosen.keys) : listProvinces(say, provinces)}
      !${chosen ? html`<p><a href="/khoa-hop-tin">${say('keys.all')}</a></p>` : ''}`,
  };
}

function listProvinces(say: Say, provinces: readonly ListedProvince[]): string {
  if (provinces.length === 0) return html`<p>${say('keys.none')}</p>`;
  return html`<ul>
    !${provinces.map(
      ({ code, name, inboxCount }) =>
        html`<li>
          <a href="/khoa-hop-tin?tinh=${encodeURIComponent(code)}">${name}</a> (${say('keys.count', {
            count: String(inboxCount),
          })})
        </li>`,
    )}
  </ul>`;
}

function listKeys(say: Say, keys: readonly ListedKey[]): string {
  if (keys.length === 0) return html`<p>${say('keys.none')}</p>`;
  return html`<ul>
    !${keys.map(
      (key) =>
        html`<li>
          <strong>${key.unit}</strong>: <code class="fingerprint">${key.fingerprint}</code><br />
          <span class="small"
            >${say('keys.made', { generation: String(key.generation), day: key.day })}
            ${say(key.isCurrent ? 'keys.current' : 'keys.retired')} ${sayOrigin(say, key)}</span
          >
        </li>`,
    )}
  </ul>`;
}

function sayOrigin(say: Say, { generation, signed }: ListedKey): string {
  if (signed !== null) return say(signed ? 'keys.signed' : 'keys.wronglySigned');
  return say(generation === 1 ? 'keys.first' : 'keys.anew');
}
