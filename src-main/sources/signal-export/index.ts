import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { VARIANTS } from './variants.ts';

/** Signal's messages as other tools, and the app itself until 2018, wrote them in clear. */
export const signalExport: SourceParser = {
  id: 'signal-export',
  label: 'Signal messages exported by another tool',
  revision: 2,
  variants: VARIANTS,
  detect,
  read,
};
