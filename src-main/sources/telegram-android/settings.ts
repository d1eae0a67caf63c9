import type { EvidenceFile } from '../../evidence/tree.ts';
import { readPreferences } from '../../evidence/decode/xml-preferences.ts';
import type { Preferences } from '../../evidence/decode/xml-preferences.ts';
import type { Extracted, Issue, Locator } from '../../model/index.ts';
import type { Run } from '../parser.ts';
import type { Owner } from '../telegram-people.ts';
import { dialogPeer } from './peers.ts';
import type { Reading } from './reading.ts';
import { wholeTl } from './tl-cell.ts';

const LARGEST = 2 ** 24;

/** Bytes in which settings hold objects are written so. Source: UserConfig and MediaDataController of the client. */
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/u;
const HEX = /^(?:[0-9A-Fa-f]{2})+$/u;

/** Keys of drafts: the conversation's number, and in a thread both numbers. `r_` and `rt_` hold copies of what is answered. */
const DRAFT = /^(?:t_)?(?<dialog>-?\d{1,19})(?:_(?<thread>-?\d{1,19}))?$/u;

/** The account that the app's settings name; null where they name none. */
export async function readOwner(
  file: EvidenceFile | undefined,
  run: Run,
): Promise<{ readonly owner: Owner | null; readonly issues: readonly Issue[] }> {
  if (file === undefined) return { owner: null, issues: [] };
  const { values, damage } = await preferencesOf(file, run);
  const issues: Issue[] = damage === null ? [] : [damaged(file)];
  const stored = values.get('user');
  if (stored === undefined) return { owner: null, issues };
  const isText = typeof stored === 'string' && BASE64.test(stored);
  const user = isText ? wholeTl(Buffer.from(stored, 'base64'), 'User') : null;
  const id = user?.whole('id') ?? null;
  if (id !== null) return { owner: { identifier: `user${id}`, claim: "the app's settings, user" }, issues };
  const detail = 'The setting that holds the account of this store is none that can be read.';
  issues.push(settingIssue(file, 'user', String(stored), detail));
  return { owner: null, issues };
}

/** Takes what was typed and not sent; it is told with its conversation. */
export async function* readDrafts(file: EvidenceFile | undefined, reading: Reading): AsyncGenerator<Extracted> {
  if (file === undefined) return;
  const { values, damage } = await preferencesOf(file, reading.run);
  if (damage !== null) yield damaged(file);
  for (const [key, stored] of values) {
    const { dialog, thread } = DRAFT.exec(key)?.groups ?? {};
    const isHex = typeof stored === 'string' && HEX.test(stored);
    const draft = dialog !== undefined && isHex ? wholeTl(Buffer.from(stored, 'hex'), 'DraftMessage') : null;
    const peer = dialog === undefined ? null : dialogPeer(BigInt(dialog), reading, null);
    if (draft === null || peer === null) {
      if (/^rt?_/u.test(key)) continue;
      const detail = 'A setting among those of typed and unsent texts is none that can be read.';
      yield settingIssue(file, key, String(stored), detail);
      continue;
    }
    const text = draft.text('message');
    draft.leave('_');
    const before = reading.drafts.get(peer);
    const name = thread === undefined ? 'drafts' : `drafts.thread ${thread}`;
    const isMain = thread === undefined || before?.text === undefined;
    reading.drafts.set(peer, {
      at: nodeAt(file, key),
      text: isMain ? (text ?? before?.text ?? null) : before.text,
      stored: { ...before?.stored, ...(text !== null && { [name]: text }), ...draft.rest(`${name}.`) },
    });
  }
}

async function preferencesOf(file: EvidenceFile, run: Run): Promise<Preferences> {
  if (file.sizeBytes > LARGEST) return { values: new Map(), damage: 'size' };
  const parts: Uint8Array[] = [];
  for await (const part of run.bytes(file)) parts.push(part);
  return readPreferences(Buffer.concat(parts));
}

function nodeAt(file: EvidenceFile, name: string): Locator {
  return { kind: 'node', file: file.sha256, path: `/map/${name}` };
}

function damaged(file: EvidenceFile): Issue {
  const detail =
    'The settings of the app are damaged or of a form that is not known; what stands before the damage was read.';
  return { kind: 'issue', severity: 'warning', code: 'undecodable-payload', from: null, where: file.path, stored: null, detail }; // prettier-ignore
}

function settingIssue(file: EvidenceFile, key: string, stored: string, detail: string): Issue {
  const from = { at: [nodeAt(file, key)], state: 'live' } as const;
  return { kind: 'issue', severity: 'warning', code: 'undecodable-payload', from, where: file.path, stored: stored.slice(0, 200), detail }; // prettier-ignore
}
