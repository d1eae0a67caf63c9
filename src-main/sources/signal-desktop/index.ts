import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { PARSER_ID, VARIANTS } from './variants.ts';

/** Signal on a computer: `sql/db.sqlite`, once its lock is open, with the folder of attachments beside it. */
export const signalDesktop: SourceParser = {
  id: PARSER_ID,
  label: 'Signal Desktop',
  revision: 5,
  variants: VARIANTS,
  detect,
  read,
};
