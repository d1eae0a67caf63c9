import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { PARSER_ID, VARIANTS } from './variants.ts';

/** Signal on an iPhone: `grdb/signal.sqlite` in the folder that its apps share, once its lock is open. */
export const signalIos: SourceParser = {
  id: PARSER_ID,
  label: 'Signal for iOS',
  revision: 3,
  variants: VARIANTS,
  detect,
  read,
};
