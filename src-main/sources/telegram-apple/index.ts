import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { PARSER_ID, VARIANTS } from './variants.ts';

/** Telegram on iOS and macOS: the store that its client calls postbox, one for each account. */
export const telegramApple: SourceParser = {
  id: PARSER_ID,
  label: 'Telegram for iOS and macOS',
  revision: 5,
  variants: VARIANTS,
  detect,
  read,
};
