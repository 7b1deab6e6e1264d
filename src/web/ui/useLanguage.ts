import { useTranslation } from 'react-i18next';
import type { Language } from '#web/locales/language.ts';

/** The language on screen. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'vi';
}

/** Picks the words of this language: from `{ vi, en }`. */
export function useSay(): (words: { vi: string; en: string }) => string {
  const language = useLanguage();
  return (words) => words[language];
}

type IndicatorWords = { nameVi: string; nameEn: string; measureUnitVi: string; measureUnitEn: string };

/** Name and measure unit of an indicator in the language on screen. */
export function useIndicatorWords(): {
  nameOf: (indicator: IndicatorWords) => string;
  unitOf: (indicator: IndicatorWords) => string;
} {
  const language = useLanguage();
  return {
    nameOf: (indicator) => (language === 'en' ? indicator.nameEn : indicator.nameVi),
    unitOf: (indicator) => (language === 'en' ? indicator.measureUnitEn : indicator.measureUnitVi),
  };
}

/** Name of a unit in the language on screen; many have a Vietnamese one only. */
export function useUnitName(): (unit: { nameVi: string; nameEn?: string | null | undefined }) => string {
  const language = useLanguage();
  return (unit) => (language === 'en' && unit.nameEn) || unit.nameVi;
}
