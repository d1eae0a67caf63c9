import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { variants } from './variants.ts';

/** Exports that Telegram Desktop makes of one chat or of an account, as JSON or as pages. */
export const telegramDesktop: SourceParser = {
  id: 'telegram-desktop',
  label: 'Telegram Desktop export',
  revision: 6,
  variants,
  detect,
  read,
};
