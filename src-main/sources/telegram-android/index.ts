import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { PARSER_ID, VARIANTS } from './variants.ts';

/** Telegram on Android: `cache4.db` of each account, with the settings beside it. */
export const telegramAndroid: SourceParser = {
  id: PARSER_ID,
  label: 'Telegram for Android',
  revision: 5,
  variants: VARIANTS,
  detect,
  read,
};
