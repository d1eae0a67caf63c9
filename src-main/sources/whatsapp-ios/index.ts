import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';

/** WhatsApp on iPhone and as the native macOS app: `ChatStorage.sqlite` with the databases beside it. */
export const whatsappIos: SourceParser = {
  id: 'whatsapp-ios',
  label: 'WhatsApp (iOS)',
  revision: 6,
  variants: [
    { name: 'hidden-ids', proof: 'published' },
    { name: 'modern', proof: 'observed' },
    { name: 'legacy', proof: 'published' },
    { name: 'side-files', proof: 'observed' },
    { name: 'unreadable', proof: 'unknown' },
  ],
  detect,
  read,
};
