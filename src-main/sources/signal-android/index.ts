import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { PARSER_ID, VARIANTS } from './variants.ts';

/** Signal on an Android device: `databases/signal.db`, once its lock is open, with the folder of attachments beside it. */
export const signalAndroid: SourceParser = {
  id: PARSER_ID,
  label: 'Signal for Android',
  revision: 7,
  variants: VARIANTS,
  detect,
  read,
};
