import { useLanguage } from '../state/language.ts';
import type { Messages } from './en.ts';
import { languages } from './languages.ts';

/** The words of the chosen language. */
export function useMessages(): Messages {
  return languages[useLanguage((state) => state.shown)];
}
