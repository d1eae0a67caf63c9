import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { variants } from './variants.ts';

/** Reports of Cellebrite's Physical Analyzer (UFDR): what another tool decoded of a device. */
export const cellebriteUfdr: SourceParser = {
  id: 'cellebrite-ufdr',
  label: 'Cellebrite report (UFDR): decoding by another tool',
  revision: 4,
  variants,
  detect,
  read,
};
