import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Detection } from '../parser.ts';
import { PARSER_ID, REMOTE } from './variants.ts';

/** What a backup for Signal's servers begins with since 2025. Source: signalapp/libsignal at b056faa6dd02961cff24064c54c089c52e1a0753, rust/message-backup/src/frame/forward_secrecy.rs. */
const MAGIC = Buffer.from('SBACKUP');
const KNOWN_FORM = 1;

/** The beginning, what the servers need, an initial block, one block and the HMAC. */
const SMALLEST = MAGIC.length + 1 + 64 + 16 + 16 + 32;

/** Files of these kinds bear marks of their own. */
const OTHERS = /\.(?:jpe?g|png|gif|webp|heic|mp4|mov|m4a|mp3|ogg|opus|aac|pdf|db|sqlite|plist|json|jsonl|xml|txt|html?|css|js|so|dex|apk|ttf|otf)$/iu; // prettier-ignore

/** A backup as it lay on Signal's servers, or on its way there: named, so that nobody takes it for noise. Null for any other file. */
export async function remoteBackup(tree: EvidenceTree, file: EvidenceFile): Promise<Detection | null> {
  if (file.sizeBytes < SMALLEST || OTHERS.test(file.path)) return null;
  const head = await tree.head(file, MAGIC.length + 1);
  if (!MAGIC.equals(head.subarray(0, MAGIC.length))) return null;
  const form = head[MAGIC.length] ?? 0;
  const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
  return {
    parser: PARSER_ID,
    variant: REMOTE,
    root: folder,
    label: `Signal, ${file.path}`,
    files: { frames: file },
    locked: null,
    issues: [{ kind: 'issue', severity: 'error', code: 'schema-unknown', from: null, where: file.path, stored: form === KNOWN_FORM ? null : String(form), detail: form === KNOWN_FORM ? SEALED : OTHER_FORM }], // prettier-ignore
    questions: [],
  };
}

const SEALED =
  'The file is a backup as Signal keeps it on its servers: it is encrypted under the recovery key of 64 characters, the account id and a secret that the servers alone give out, to the app. No part of this program opens it: it is listed and hashed.';
const OTHER_FORM =
  'The file begins as a backup for Signal’s servers, in a form that this program does not know. It is listed and hashed, and nothing of it was read.';
