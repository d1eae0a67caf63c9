import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { VARIANTS } from './variants.ts';

/** WhatsApp and WhatsApp Business on Android: `msgstore.db` with `wa.db`. */
export const whatsappAndroid: SourceParser = {
  id: 'whatsapp-android',
  label: 'WhatsApp (Android)',
  revision: 6,
  variants: VARIANTS,
  detect,
  read,
};
