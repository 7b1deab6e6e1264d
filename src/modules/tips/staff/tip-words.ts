import { useTranslation } from 'react-i18next';
import type { ChoiceField } from '#registers/declaration.ts';
import { tips } from '../tips.contract.ts';

/** Words of the closed lists of a tip: those of the register, told once there. */
export function useTipWords() {
  const { i18n } = useTranslation();
  const language = i18n.language === 'en' ? 'en' : 'vi';
  const of = (field: string) => (code: string) => (tips.fields[field] as ChoiceField).options[code]?.[language] ?? code;
  return {
    language,
    topicOf: of('topic'),
    sortOf: of('sort'),
    channelOf: of('channel'),
    outcomeOf: of('outcome'),
    labelOf: (field: string) => tips.fields[field]!.label[language],
    clockOf: (clock: { nameVi: string; nameEn: string }) => (language === 'en' ? clock.nameEn : clock.nameVi),
    optionsOf: (field: string) =>
      Object.entries((tips.fields[field] as ChoiceField).options).map(([value, label]) => ({
        value,
        label: label[language],
      })),
  };
}
