import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { PARSER_ID, VARIANTS } from './variants.ts';

/** Signal's newer backups, once their lock is open, and the export in clear that has the same shape. */
export const signalBackup: SourceParser = {
  id: PARSER_ID,
  label: 'Signal backup',
  revision: 3,
  variants: VARIANTS,
  detect,
  read,
};
