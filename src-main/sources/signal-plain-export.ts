import type { EvidenceFile, EvidenceTree } from '../evidence/tree.ts';
import type { Detection } from './parser.ts';

/** The app's own export of texts, until 2018. Source: signalapp/Signal-Android, database/PlaintextBackupExporter. */
const OWN_XML = /(?:^|\/)(?:Signal|TextSecure)PlaintextBackup\.xml$/u;

/** What carderne/signal-export writes of each conversation: the same messages as lines of JSON, Markdown and a page. Source: its sigexport/main.py. */
const TOOL_LINES = /(?:^|\/)data\.json$/u;
const BESIDE = 'chat.md';
/** The first line's first keys. Source: its sigexport/models.py. */
const LINE = /^\{"date": "\d{4}-\d\d-\d\dT[^"]{5,40}", "sender": /u;

const HEAD_BYTES = 512;

/** An export in clear that no part of this program reads: named, so that nobody takes it for read. */
export interface PlainExport {
  readonly root: string;
  readonly label: string;
  readonly detail: string;
}

/** An export that the app wrote itself; null for any other file. */
export async function exportOfApp(tree: EvidenceTree, file: EvidenceFile): Promise<PlainExport | null> {
  if (!OWN_XML.test(file.path)) return null;
  const head = Buffer.from(await tree.head(file, HEAD_BYTES)).toString('utf8');
  return head.includes('<smses') ? { root: folderOf(file.path), label: 'Signal, plaintext backup', detail: OF_APP } : null; // prettier-ignore
}

/** A conversation that a tool wrote out of the store of a computer; its root is the folder of all of them. Null for any other file. */
export async function exportOfTool(tree: EvidenceTree, file: EvidenceFile): Promise<PlainExport | null> {
  if (!TOOL_LINES.test(file.path)) return null;
  const folder = folderOf(file.path);
  if ((await tree.get(folder === '' ? BESIDE : `${folder}/${BESIDE}`)) === null) return null;
  const head = Buffer.from(await tree.head(file, HEAD_BYTES)).toString('utf8');
  return LINE.test(head) ? { root: folderOf(folder), label: 'Signal, export by signal-export', detail: OF_TOOL } : null;
}

export function declaredExport(
  parser: string,
  variant: string,
  file: EvidenceFile,
  { root, label, detail }: PlainExport,
): Detection {
  return {
    parser,
    variant,
    root,
    label,
    files: { messages: file },
    locked: null,
    issues: [{ kind: 'issue', severity: 'error', code: 'schema-unknown', from: null, where: file.path, stored: null, detail }], // prettier-ignore
    questions: [],
  };
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

const OF_APP =
  'The file is an export in clear that Signal for Android wrote until 2018: texts without attachments, in XML as “SMS Backup & Restore” has it. No part of this program reads it: it is listed and hashed, and no message of it is shown.';
const OF_TOOL =
  'The folder is what the tool signal-export wrote out of Signal on a computer: names in place of accounts, local times without a zone, no ids. No part of this program reads it: its files are listed and hashed, and no message of it is shown. The store that it was made of says more.';
