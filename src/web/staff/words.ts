import 'i18next';
import { accountsWords } from '#modules/accounts/staff/words.ts';
import { areaPagesWords } from '#modules/area-pages/staff/words.ts';
import { boundariesWords } from '#modules/boundaries/staff/words.ts';
import { feedbackWords } from '#modules/feedback/staff/words.ts';
import { figuresWords } from '#modules/figures/staff/words.ts';
import { handInsWords } from '#modules/hand-ins/staff/words.ts';
import { indicatorsWords } from '#modules/indicators/staff/words.ts';
import { reorganisationsWords } from '#modules/reorganisations/staff/words.ts';
import { reportsWords } from '#modules/reports/staff/words.ts';
import { submissionsWords } from '#modules/submissions/staff/words.ts';
import { tipsWords } from '#modules/tips/staff/words.ts';
import { unitsWords } from '#modules/units/staff/words.ts';
import { registersWords } from '#registers/web/words.ts';
import { en } from '#web/locales/en.ts';
import { vi } from '#web/locales/vi.ts';

// Every text of the staff pages: those of the shell at the top, those of a module under its name. t('submissions.submit')
const modules = {
  accounts: accountsWords,
  areaPages: areaPagesWords,
  boundaries: boundariesWords,
  feedback: feedbackWords,
  figures: figuresWords,
  handIns: handInsWords,
  indicators: indicatorsWords,
  registers: registersWords,
  reorganisations: reorganisationsWords,
  reports: reportsWords,
  submissions: submissionsWords,
  tips: tipsWords,
  units: unitsWords,
};

type Merged<Language extends 'vi' | 'en'> = { [K in keyof typeof modules]: (typeof modules)[K][Language] };

function merge<Language extends 'vi' | 'en'>(language: Language): Merged<Language> {
  return Object.fromEntries(
    Object.entries(modules).map(([name, words]) => [name, words[language]]),
  ) as Merged<Language>;
}

export const words = { vi: { ...vi, ...merge('vi') }, en: { ...en, ...merge('en') } };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof words.vi };
  }
}
