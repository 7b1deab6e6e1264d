import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'vi' | 'en';
const storageKey = 'binhyen.language';

/** Vietnamese until somebody chose otherwise on this device. */
export function startLanguage(words: Record<Language, Record<string, unknown>>): void {
  const kept = localStorage.getItem(storageKey);
  const language: Language = kept === 'en' ? 'en' : 'vi';
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'vi',
    resources: { vi: { translation: words.vi }, en: { translation: words.en } },
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Switches every text on screen, and the language in which the server answers. */
export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export function isLanguageChosenHere(): boolean {
  return localStorage.getItem(storageKey) !== null;
}
