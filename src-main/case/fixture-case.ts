import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account, Conversation, Message, Provenance, Timestamp } from '../model/index.ts';
import { CaseWriter, addExhibit, addFiles, addSource, completeExhibit, createCase, digestExhibit, type CaseFile, type RecordContext } from './index.ts'; // prettier-ignore

/** Hash of the one evidence file of a case made for a test. */
export const FILE = 'ab'.repeat(32);

/** 2024-03-01T12:00:00Z. */
export const NOON_MS = Date.UTC(2024, 2, 1, 12);

/** A case in a folder of its own with one exhibit and one found source; `remove` closes it and deletes the folder. */
export function tempCase(): { file: CaseFile; source: number; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'affiant-case-'));
  let clock = NOON_MS;
  const file = createCase(
    {
      path: join(folder, 'case'),
      number: '24-117',
      examiner: 'R. Okafor',
      authority: { kind: 'warrant', reference: 'W 12/24', issuer: 'District Court' },
      note: null,
    },
    () => (clock += 1000),
  );
  const exhibit = addExhibit(file.db, { reference: 'A-1', kind: 'folder', path: '/exhibits/a1' }, NOON_MS);
  addFiles(file.db, exhibit, [
    {
      path: 'databases/msgstore.db',
      sha256: FILE,
      sizeBytes: 4096,
      modifiedMs: null,
      sha1: null,
      md5: null,
      place: '',
    },
    {
      path: 'Media/pier.jpg',
      sha256: 'cd'.repeat(32),
      sizeBytes: 77,
      modifiedMs: null,
      sha1: null,
      md5: null,
      place: '',
    },
  ]);
  digestExhibit(file.db, exhibit, { sha256: 'ef'.repeat(32), sha1: null, md5: null });
  completeExhibit(file.db, exhibit);
  const remove = (): void => {
    file.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { file, source: addTestSource(file, exhibit, 'phone'), remove };
}

/** A further found source of the same exhibit. */
export function addTestSource(file: CaseFile, exhibit: number, label: string): number {
  return addSource(file.db, {
    exhibit,
    parser: 'test-app',
    revision: 1,
    label,
    variant: 'first',
    proof: 'inferred',
    root: '',
    files: { messages: { path: 'databases/msgstore.db', sha256: FILE, sizeBytes: 4096, modifiedMs: null } },
    locked: null,
    questions: [],
  });
}

/** A writer with shorthand for records; `done` finishes the source. */
export function storyteller(file: CaseFile, source: number) {
  const writer = CaseWriter.begin(file, source);
  let row = 0;
  const from = (table: string, state: 'live' | 'marked-deleted' = 'live'): Provenance => {
    row += 1;
    return { at: [{ kind: 'row', file: FILE, table, rowid: row }], state };
  };
  const context = (): RecordContext => ({
    logState: 'both',
    ranges: [[{ file: FILE, in: 'main', page: 2 + row, offset: row * 100, length: 40 }]],
  });
  return {
    writer,
    from,
    context,
    account: (key: string, more: Partial<Account> = {}) =>
      writer.write({ kind: 'account', key, from: from('jid'), service: 'test', identifier: `${key}@example`,
        identifierKind: 'user-name', phone: null, names: [], owner: null, ...more }, context()), // prettier-ignore
    conversation: (key: string, more: Partial<Conversation> = {}) =>
      writer.write({ kind: 'conversation', key, from: from('chat'), type: 'group', identifier: `${key}@example`, title: null,
        account: null, parent: null, created: null, archived: null, hidden: null, description: null, draft: null,
        disappearingS: null, ...more }, context()), // prettier-ignore
    message: (key: string, conversation: string, body: string | null, more: Partial<Message> = {}) =>
      writer.write({ kind: 'message', key, from: from('message'), conversation, sender: null, direction: 'incoming',
        serverId: null, times: [sentAt(NOON_MS + row * 1000)], order: null, type: 'text', typeStored: '0', body,
        status: null, forwarded: null, edited: null, deleted: null, viewOnce: false, starred: false, expires: null,
        system: null, ...more }, context()), // prettier-ignore
    done: () => writer.finish(),
  };
}

export function sentAt(utcMs: number): Timestamp {
  return { utcMs, stored: String(utcMs), encoding: 'unix-ms', meaning: 'sent', zone: 'utc' };
}
