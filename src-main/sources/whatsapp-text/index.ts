import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { variants } from './variants.ts';

/** Conversations that WhatsApp exported as text ("export chat"), on Android and iOS. */
export const whatsappText: SourceParser = {
  id: 'whatsapp-text',
  label: 'WhatsApp exported conversation (text)',
  revision: 4,
  variants,
  detect,
  read,
};
