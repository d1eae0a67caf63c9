import { createHmac } from 'node:crypto';
import { readPreferences } from '../../evidence/decode/xml-preferences.ts';
import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import type { Run } from '../parser.ts';
import { storeIssue } from '../store-issues.ts';

/** Where the app keeps the secret of its files: in clear before Android 6, else sealed by the key store. Source: signalapp/Signal-Android, util/TextSecurePreferences. */
const IN_CLEAR = 'pref_attachment_unencrypted_secret';
const SEALED = 'pref_attachment_encrypted_secret';

const LARGEST = 2 ** 24;
const KEY_BYTES = 32;

/** The secret of the device under which the key of each file is made; null where the preferences do not hold it in clear. */
export interface FileSecret {
  readonly modernKey: Buffer | null;
  readonly issues: readonly Issue[];
}

/** Reads `modernKey`, base64 in an object of JSON. Source: signalapp/Signal-Android, crypto/AttachmentSecret. */
export async function readFileSecret(file: EvidenceFile, run: Run): Promise<FileSecret> {
  if (file.sizeBytes > LARGEST) return { modernKey: null, issues: [] };
  const parts: Uint8Array[] = [];
  for await (const part of run.bytes(file)) parts.push(part);
  const { values } = readPreferences(Buffer.concat(parts));
  const clear = values.get(IN_CLEAR);
  if (typeof clear === 'string') {
    const modernKey = Buffer.from(JsonFields.parse(clear)?.text('modernKey') ?? '', 'base64');
    if (modernKey.length === KEY_BYTES) return { modernKey, issues: [] };
    return { modernKey: null, issues: [storeIssue('warning', 'undecodable-payload', file.path, UNUSABLE)] };
  }
  return { modernKey: null, issues: values.has(SEALED) ? [storeIssue('note', 'undecodable-payload', file.path, KEPT_SEALED)] : [] }; // prettier-ignore
}

/** The key of one file, in hexadecimal. Source: signalapp/Signal-Android, crypto/ModernDecryptingPartInputStream. */
export function fileKeyOf(modernKey: Buffer, random: Uint8Array): string {
  return createHmac('sha256', modernKey).update(random).digest('hex');
}

const UNUSABLE =
  'the secret under which the app encrypts the files of attachments is not in the form that is known: their contents are not deciphered';
const KEPT_SEALED =
  'the secret under which the app encrypts the files of attachments is sealed by the key store of the device: their contents are not deciphered';
