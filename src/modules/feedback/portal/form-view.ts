import { html } from 'ghtml';
import { areaAddress } from '#modules/area-pages/areas.rules.ts';
import type { Visit } from '#platform/http/page.ts';
import type { Portal } from '#web/portal/portal.ts';
import type { TextKey } from '#web/portal/texts.ts';
import { feedbackCategories } from '../feedback.contract.ts';
import type { DraftBreach, FeedbackDraft } from '../public.rules.ts';

/** What the resident says is not so, in words. */
export type Contested = { vi: string; en: string };

type Filled = {
  area: { code: string; name: string };
  contested: Contested | undefined;
  draft: FeedbackDraft;
  breaches: readonly DraftBreach[];
  /** Address of the script that asks where one is; without it nobody is asked. */
  scripts: readonly string[];
};

const contestedOnes = ['contested_figure', 'contested_group'];

/** The form of feedback, with what was filled in and what is wrong at its field. */
export function viewForm(
  portal: Portal,
  { language }: Pick<Visit, 'language'>,
  { area, contested, draft, breaches, scripts }: Filled,
): string {
  const say = portal.say(language);
  const words = language === 'en' ? 'en' : 'vi';
  const saidOf = (field: DraftBreach['field']): string | undefined => {
    const breach = breaches.find((one) => one.field === field);
    if (breach === undefined) return undefined;
    if (breach.code === 'unreadable') return say('feedback.positionUnreadable');
    return say(breach.code === 'too_long' ? 'feedback.too_long' : (`feedback.missing_${field}` as TextKey));
  };
  const error = (field: DraftBreach['field']): string => {
    const said = saidOf(field);
    return said === undefined ? '' : html`<p class="error" id="${field}-error">${said}</p>`;
  };
  const marks = (field: DraftBreach['field'], hint?: string): string => {
    const said = saidOf(field) !== undefined;
    const described = [hint, said ? `${field}-error` : undefined].filter(Boolean).join(' ');
    return html`!${described === '' ? '' : html` aria-describedby="${described}"`}!${said ? ' aria-invalid="true"' : ''}`;
  };
  const title = say('feedback.formTitle');
  const isContested = contested !== undefined && contestedOnes.includes(draft.category);
  const categories = Object.entries(feedbackCategories).filter(([code]) => !contestedOnes.includes(code));
  return portal.page({
    language,
    address: `/phan-anh/moi?noi=${encodeURIComponent(area.code)}`,
    scripts,
    title: breaches.length > 0 ? `${say('feedback.problems')} ${title}` : title,
    main: html`<p class="above"><a href="${areaAddress(area.code)}">${say('feedback.backToArea', { unit: area.name })}</a></p>
<h1>${title}</h1>
<p><strong>${say('feedback.for', { unit: area.name })}</strong></p>
<p>${say('feedback.notSecret')} <a href="/bao-tin?noi=${encodeURIComponent(area.code)}">${say('feedback.notSecretLink')}</a>.</p>
!${breaches.length > 0 ? html`<p class="problem" role="alert">${say('feedback.problems')}</p>` : ''}
<form method="post" action="/phan-anh/moi" enctype="multipart/form-data">
<input type="hidden" name="noi" value="${area.code}">
!${
      isContested
        ? html`<p class="card">
              <strong>${say('feedback.contested', { what: contested[words] })}</strong
              ><br />${say('feedback.contestedHint')}
            </p>
            <input type="hidden" name="category" value="${draft.category}" /><input
              type="hidden"
              name="chi-tieu"
              value="${draft.contestedIndicator}"
            />
            <input type="hidden" name="ky" value="${draft.contestedPeriod}" /><input
              type="hidden"
              name="to"
              value="${draft.contestedGroupId}"
            />`
        : html`<fieldset!${marks('category')}><legend>${say('feedback.category')}</legend>!${error('category')}
!${categories.map(
            ([code, { [words]: name }]) =>
              html`<label
                ><input
                  type="radio"
                  name="category"
                  value="${code}"
                  !${draft.category === code ? ' checked' : ''}
                />${name}</label
              >`,
          )}</fieldset>`
    }
<label for="matter">${say('feedback.matter')}</label><p class="hint" id="matter-hint">${say('feedback.matterHint')}</p>!${error('matter')}
<textarea id="matter" name="matter" maxlength="2000" rows="6"!${marks('matter', 'matter-hint')}>${draft.matter}</textarea>
<label for="place">${say('feedback.place')}</label><p class="hint" id="place-hint">${say('feedback.placeHint')}</p>!${error('place')}
<input type="text" id="place" name="place" maxlength="200" value="${draft.place}"!${marks('place', 'place-hint')}>
!${error('position')}
<div class="position" id="position-room" role="group" aria-labelledby="position-label" aria-describedby="position-hint" hidden data-asking="${say('feedback.positionAsking')}" data-taken="${say('feedback.positionTaken', { position: '{position}' })}" data-failed="${say('feedback.positionFailed')}">
<p class="label" id="position-label">${say('feedback.position')}</p><p class="hint" id="position-hint">${say('feedback.positionHint')}</p>
<input type="hidden" name="position" value="${saidOf('position') === undefined ? draft.position : ''}">
<p class="beside"><button type="button" class="second">${say('feedback.positionTake')}</button> <button type="button" class="second" hidden>${say('feedback.positionDrop')}</button></p>
<p class="status" role="status"></p></div>
<label for="photo">${say('feedback.photo')}</label><p class="hint" id="photo-hint">${say('feedback.photoHint')}</p>
<input type="file" id="photo" name="photo" accept="image/jpeg,image/png,image/webp" aria-describedby="photo-hint">
<fieldset!${marks('wish')}><legend>${say('feedback.wish')}</legend>!${error('wish')}
<label><input type="radio" name="wish" value="public"!${draft.wish === 'public' ? ' checked' : ''}>${say('feedback.wishPublic')}</label>
<label><input type="radio" name="wish" value="private"!${draft.wish === 'private' ? ' checked' : ''}>${say('feedback.wishPrivate')}</label></fieldset>
<p class="acts"><button>${say('feedback.send')}</button></p>
</form>`,
  });
}
