import { create } from 'zustand';
import { LANGUAGES, languageOf, languages, type Language } from '../messages/languages.ts';
import { setNumberLocale } from '../time/units.ts';

/** What can be chosen: one of the languages, or the one that the system asks for. */
export const LANGUAGE_CHOICES = ['system', ...LANGUAGES] as const;
type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

const KEY = 'affiant.language';

interface LanguageState {
  readonly choice: LanguageChoice;
  /** The language that is shown. */
  readonly shown: Language;
}

function stateOf(choice: LanguageChoice): LanguageState {
  return { choice, shown: choice === 'system' ? languageOf(window.navigator.languages) : choice };
}

function stored(): LanguageChoice {
  const value = window.localStorage.getItem(KEY);
  return LANGUAGE_CHOICES.find((choice) => choice === value) ?? 'system';
}

/** The examiner's choice of language; kept on this machine. */
export const useLanguage = create<LanguageState>(() => stateOf(stored()));

/** Chooses a language. */
export function chooseLanguage(choice: LanguageChoice): void {
  window.localStorage.setItem(KEY, choice);
  useLanguage.setState(stateOf(choice));
}

/** Writes the language to the document and to the numbers, and follows the system where that is the choice. */
export function followLanguage(): () => void {
  const apply = (): void => {
    const { locale } = languages[useLanguage.getState().shown];
    document.documentElement.lang = locale;
    setNumberLocale(locale);
  };
  const ask = (): void => {
    useLanguage.setState(stateOf(useLanguage.getState().choice));
  };
  apply();
  const off = useLanguage.subscribe(apply);
  window.addEventListener('languagechange', ask);
  return () => {
    off();
    window.removeEventListener('languagechange', ask);
  };
}
