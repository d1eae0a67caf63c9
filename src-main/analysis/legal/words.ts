import type { LegalLanguage } from '../../contract/index.ts';
import type { LegalWords } from './legal-words.ts';
import { en } from './words-en.ts';
import { zh } from './words-zh.ts';

/** The words in a language. */
export function legalWords(language: LegalLanguage): LegalWords {
  return language === 'zh' ? zh : en;
}
