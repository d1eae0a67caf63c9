import { PlistDamaged, plistAt, readPlist } from '../../evidence/decode/plist.ts';
import type { PlistValue } from '../../evidence/decode/plist.ts';
import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Run } from '../parser.ts';
import { asPhoneJid } from './jid.ts';

/** Preference files larger than this are not the app's. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Keys that name the owner's account, best first. Published: IPED, KnugiHK/WhatsApp-Chat-Exporter. */
const OWNER_KEYS = ['OwnJabberID', 'LastOwnJabberID'] as const;

/** What the app's preferences say of the owner. `key`: the entry that names the account. */
export interface Preferences {
  readonly owner: { readonly jid: string; readonly key: string } | null;
  readonly name: string | null;
  readonly about: string | null;
}

/** Reads `group.net.whatsapp.WhatsApp.shared.plist`; the reason in words when it cannot be read. */
export async function readPreferences(run: Run, file: EvidenceFile): Promise<Preferences | string> {
  if (file.sizeBytes > MAX_BYTES) return 'larger than preferences can be';
  const chunks: Uint8Array[] = [];
  for await (const chunk of run.bytes(file)) chunks.push(chunk);
  let value: PlistValue;
  try {
    value = readPlist(Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof PlistDamaged) return error.message;
    throw error;
  }
  const text = (key: string): string | null => {
    const found = plistAt(value, key);
    return typeof found === 'string' && found !== '' ? found : null;
  };
  let owner: Preferences['owner'] = null;
  for (const key of OWNER_KEYS) {
    const stored = text(key);
    const jid = stored === null ? null : asPhoneJid(stored);
    if (jid !== null) owner ??= { jid, key };
  }
  return { owner, name: text('FullUserName'), about: text('CurrentStatusText') };
}
