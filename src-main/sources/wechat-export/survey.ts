import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Run } from '../parser.ts';
import type { PersonStated } from './exported.ts';
import { FileFacts } from './file-facts.ts';
import type { Form } from './form.ts';
import { accountKey } from './people.ts';
import type { Listed, Owner } from './people.ts';
import { placeOf, rowsOf } from './rows.ts';
import type { Layout } from './rows.ts';

/** Senders of sent messages beyond this many are not told apart: then none is the owner. */
const MOST_SENDERS = 8;

const STATED = 'named by the export as the account that it is of';
const SENT = 'sender of the messages that the export marks as sent';
const CALLED = 'the word that the tool writes for the owner between two';
const OTHER = 'the account that is not the other one in conversations between two';

/** What one pass over an export tells before any message is read: what its statements say, and whose it is. */
export interface Survey {
  readonly facts: readonly FileFacts[];
  readonly owner: Owner | null;
  /** The list of accounts beside the export. */
  readonly listed: ReadonlyMap<string, Listed>;
  /** True where messages that are marked as sent have several senders. */
  readonly isTorn: boolean;
}

/** Forms in which no value says which messages were sent. */
const UNMARKED: ReadonlySet<string> = new Set([
  'weflow-text',
  'chatlog-csv',
  'wetrace-csv',
  'memotrace-chat-csv',
  'decrypt-json',
]);

/** The form in which a word in place of a name is the owner. */
const BY_A_WORD = 'weflow-text';

/**
 * Whether names tell the two of a conversation apart. In a group the tool's word for the owner may be a member's own name; and where the
 * other one is known by the folder's name alone, that name must be one of two that occur.
 */
function isTwoSided({ variant }: Form, sent: number, others: number): boolean {
  if (variant === BY_A_WORD) return others < 2;
  return variant !== 'memotrace-chat-csv' || (sent === 1 && others === 1);
}

/** Memory grows with the statements of the files, not with messages. */
export async function surveyExport(
  form: Form,
  files: readonly EvidenceFile[],
  lists: readonly EvidenceFile[],
  run: Run,
): Promise<Survey> {
  // prettier-ignore
  const facts: FileFacts[] = [];
  const listed = await listedIn(form, lists, run);
  const senders = new Map<string, PersonStated>();
  const stated = new Map<string, PersonStated>();
  // The signal changes while this waits.
  const isOver = (): boolean => run.signal.aborted;
  for (const file of files) {
    const own = new FileFacts(file);
    facts.push(own);
    const sent = new Map<string, PersonStated>();
    const others = new Set<string>();
    for await (const rows of rowsOf(run.bytes(file), form.layoutOf?.(file.path) ?? form.layout, { isWhole: true })) {
      if (isOver()) return { facts, listed, owner: null, isTorn: false };
      for (const row of rows) {
        if (row.isBlank) continue;
        const role = form.role(row);
        if (role === 'statement') {
          const at = placeOf(file, row);
          if (own.at.length < MOST_PLACES) own.at.push(at);
          form.state(row, own, at);
        } else if (role === 'message' && row.fields !== null) {
          const { sender, direction } = form.read(row.fields, own, row);
          if (sender === null) continue;
          if (direction !== 'outgoing') { if (others.size < 2) others.add(accountKey(sender)); } // prettier-ignore
          else if (sent.size <= MOST_SENDERS) sent.set(accountKey(sender), sender);
        }
      }
    }
    if (own.isTorn) own.forget();
    own.isTwoSided = isTwoSided(form, sent.size, others.size);
    if (own.isTwoSided && !own.isTorn && senders.size <= MOST_SENDERS) for (const [key, sender] of sent) senders.set(key, sender); // prettier-ignore
    if (own.owner !== null) stated.set(own.owner, { identifier: own.owner, isName: false, names: [] });
  }
  const [person, ...more] = stated.size > 0 ? stated.values() : senders.values();
  if (person === undefined || more.length > 0) return { facts, listed, owner: null, isTorn: more.length > 0 };
  const isUnmarked = UNMARKED.has(form.variant);
  const claim = stated.size > 0 ? STATED : form.variant === BY_A_WORD ? CALLED : isUnmarked ? OTHER : SENT;
  return { facts, listed, owner: { key: accountKey(person), person, claim, assumed: isUnmarked && stated.size === 0 }, isTorn: false }; // prettier-ignore
}

/** Places of statements that a conversation cites. */
const MOST_PLACES = 8;

async function listedIn(form: Form, lists: readonly EvidenceFile[], run: Run): Promise<ReadonlyMap<string, Listed>> {
  const listed = new Map<string, Listed>();
  for (const file of lists)
    for await (const rows of rowsOf(run.bytes(file), LIST, { isWhole: true }))
      for (const row of rows) {
        const member = row.fields === null ? null : (form.beside?.member(row) ?? null);
        if (member !== null) listed.set(member.person.identifier, { person: member.person, at: placeOf(file, row) });
        if (run.signal.aborted) return listed;
      }
  return listed;
}

/** A list is one object whose members are the accounts. */
export const LIST: Layout = { kind: 'document', goesInto: (path) => path.length === 0 };
