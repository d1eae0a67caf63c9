import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Key } from '../../model/index.ts';
import type { Run } from '../parser.ts';
import type { FileAbout, Form } from './form.ts';
import { accountKey } from './people.ts';
import type { Owner } from './people.ts';
import { byName } from './said.ts';

/** Senders of sent messages beyond this many are not told apart: then none is the owner. */
const MOST_SENDERS = 8;

/** What one pass over an export tells before any message is read. */
export interface Survey {
  readonly owner: Owner | null;
  /** True where messages that are marked as sent have several senders. */
  readonly isTorn: boolean;
  /** The shared identifier of messages that are marked as deleted, to the message's key: copies of their words may stand before them. */
  readonly deleted: ReadonlyMap<string, Key>;
  /** Where the examiner named the owner: the conversations in which that name writes. */
  readonly ownRooms: ReadonlySet<string>;
}

/** Deleted messages beyond this many get no words from answers. */
const MOST_DELETED = 100_000;

/** The key of the message that stands in a file at an offset. */
export function messageKey(number: number, offset: number): Key {
  return `message:${number}:${offset}`;
}

/** Whose export it is: by the answer of the examiner where the form marks nothing, else by the sender of what it marks as sent. */
export async function surveyExport(form: Form, files: readonly EvidenceFile[], run: Run): Promise<Survey> {
  const { claim } = form;
  const deleted = new Map<string, Key>();
  if (form.asksOwner) {
    const person = byName(run.answers.owner?.trim() ?? '', '');
    if (person === null) return { owner: null, isTorn: false, deleted, ownRooms: new Set() };
    const key = accountKey(person);
    const ownRooms = await roomsOf(key, form, files, run);
    return { owner: { key, claim: claim.words, assumed: claim.assumed }, isTorn: false, deleted, ownRooms };
  }
  const ownRooms = new Set<string>();
  const senders = new Set<string>();
  for (const [number, file] of files.entries()) {
    for await (const some of form.pieces(run.bytes(file), aboutOf(file, number), { isWhole: true })) {
      if (run.signal.aborted) return { owner: null, isTorn: false, deleted, ownRooms };
      for (const { what, offset } of some) {
        if (what === null || 'passed' in what) continue;
        if (what.isDeleted && what.serverId !== null && deleted.size < MOST_DELETED)
          deleted.set(what.serverId, messageKey(number, offset));
        if (what.direction !== 'outgoing' || what.sender === null) continue;
        if (senders.size <= MOST_SENDERS) senders.add(accountKey(what.sender));
      }
    }
  }
  const [key, ...more] = senders;
  if (key === undefined || more.length > 0) return { owner: null, isTorn: more.length > 0, deleted, ownRooms };
  return { owner: { key, claim: claim.words, assumed: claim.assumed }, isTorn: false, deleted, ownRooms };
}

/** The conversations in which an account writes. Memory grows with their number. */
async function roomsOf(key: Key, form: Form, files: readonly EvidenceFile[], run: Run): Promise<ReadonlySet<string>> {
  const rooms = new Set<string>();
  for (const [number, file] of files.entries())
    for await (const some of form.pieces(run.bytes(file), aboutOf(file, number), { isWhole: true })) {
      if (run.signal.aborted) return rooms;
      for (const { what } of some)
        if (what !== null && !('passed' in what) && what.sender !== null && accountKey(what.sender) === key)
          rooms.add(what.room.identifier);
    }
  return rooms;
}

export function aboutOf(file: EvidenceFile, number: number): FileAbout {
  const parts = file.path.split('/');
  return { name: (parts.at(-1) ?? '').replace(/\.[A-Za-z]{2,5}$/u, ''), folder: parts.at(-2) ?? '', number };
}
