import { en, type Messages } from './en.ts';
import { zh } from './zh.ts';

/** Every language of the window, by its BCP 47 tag; a further one is one file beside these and one line here. */
export const languages = {
  en,
  zh,
} as const satisfies Readonly<Record<string, Messages>>;

/** A language that the window speaks. */
export type Language = keyof typeof languages;

export const LANGUAGES = Object.keys(languages) as readonly Language[];

/** The first of the wanted tags (`zh-Hans-CN`, `en-US`) that the window speaks; English where it speaks none. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}
