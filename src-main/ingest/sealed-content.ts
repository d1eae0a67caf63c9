import { setImmediate } from 'node:timers/promises';
import type { CaseFileRow } from '../case/index.ts';
import {
  EntryDamaged,
  KeyNeeded,
  OpenedMissing,
  stepsWithin,
  unseal,
  unsealMethod,
  writePlace,
  type EvidenceTree,
  type ExtraHash,
  type Step,
  type Unsealed,
} from '../evidence/index.ts';
import type { Attachment, Issue, SealedContent } from '../model/index.ts';
import { attachmentIssue, type MediaFile, type MediaIndex } from './media.ts';

export interface SealedOrder {
  readonly tree: EvidenceTree;
  readonly files: MediaIndex;
  readonly addFile: (file: Omit<CaseFileRow, 'id'>) => number;
  readonly signal: AbortSignal;
  /** Looks for a cancellation where the thread cannot turn. */
  readonly listen: () => void;
}

/** The file that an attachment is shown from, and what is to be said of it. */
interface Shown {
  readonly file: number;
  readonly issues: readonly Issue[];
}

/** A file is named by many attachments where it was forwarded: it is deciphered once. */
const MOST_REMEMBERED = 20_000;

/**
 * Deciphers the files of attachments whose keys lie in the store, without writing what comes out: the case lists it as a file with its own
 * hash, and it is deciphered again whenever someone looks at it. Each is read to its end here, which tells a key that does not fit
 * from changed and cut off bytes.
 */
export class SealedContents {
  readonly #order: SealedOrder;
  readonly #done = new Map<string, Opened>();

  constructor(order: SealedOrder) {
    this.#order = order;
  }

  async shown(attachment: Attachment, sealed: SealedContent, stored: MediaFile): Promise<Shown> {
    const opened = await this.#open(sealed, stored);
    const issues = saysOf(opened, sealed, stored).map(([severity, code, detail]) =>
      attachmentIssue(attachment, severity, code, detail),
    );
    return { file: opened.file ?? stored.id, issues };
  }

  async #open(sealed: SealedContent, stored: MediaFile): Promise<Opened> {
    const name = [stored.path, sealed.key, sealed.sizeBytes, sealed.sha256].join('|');
    const known = this.#done.get(name);
    if (known !== undefined) return known;
    if (this.#done.size >= MOST_REMEMBERED) this.#done.clear();
    const opened = await this.#read(sealed, stored);
    this.#done.set(name, opened);
    return opened;
  }

  async #read(sealed: SealedContent, stored: MediaFile): Promise<Opened> {
    const found = await this.#unseal(sealed, stored);
    if (found === 'unreadable' || found.ended === 'no-key') return { found, file: null };
    if (found.storedSha256 !== stored.sha256) return { found: 'differs', file: null };
    return { found, file: found.ended === 'plain' ? this.#list(sealed, stored, found) : null };
  }

  async #unseal(sealed: SealedContent, stored: MediaFile): Promise<Unsealed | 'unreadable'> {
    const { tree, signal, listen } = this.#order;
    try {
      const source = await tree.source(stored);
      try {
        const steps = unseal(source, sealed, hashesOf(stored));
        for (let next = steps.next(); ; next = steps.next()) {
          if (next.done === true) return next.value;
          listen();
          await setImmediate();
          signal.throwIfAborted();
        }
      } finally {
        source.close();
      }
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof KeyNeeded || error instanceof OpenedMissing || error instanceof EntryDamaged) return 'unreadable'; // prettier-ignore
      if (error instanceof Error && 'code' in error && ['ENOENT', 'EACCES', 'EPERM', 'EIO'].includes(String(error.code))) return 'unreadable'; // prettier-ignore
      throw error;
    }
  }

  /** Two contents of one file share no path; the same one keeps its row when the source is read again. */
  #list(sealed: SealedContent, stored: MediaFile, plain: Extract<Unsealed, { ended: 'plain' }>): number {
    const { sha256, sha1, md5, sizeBytes, state } = plain;
    const step: Step = {
      in: 'cipher',
      scheme: sealed.scheme,
      size: sizeBytes,
      keyHex: plain.keyHex ?? sealed.key ?? '',
    };
    const place = writePlace([...stepsWithin(stored), step]);
    for (let n = 1; ; n += 1) {
      const path = `${stored.path}!/content${n === 1 ? '' : `~${n}`}`;
      const there = this.#order.files.get(path);
      if (there?.place === place && there.sha256 === sha256) return there.id;
      if (there !== null) continue;
      const derivedFrom = { file: stored.sha256, method: plain.how ?? unsealMethod(sealed, state) };
      return this.#order.addFile({ path, sha256, sha1, md5, sizeBytes, modifiedMs: null, derivedFrom, place });
    }
  }
}

interface Opened {
  readonly found: Unsealed | 'unreadable' | 'differs';
  /** The row of the content; null where none came out. */
  readonly file: number | null;
}

/** What was asked for at intake. */
function hashesOf({ sha1, md5 }: MediaFile): readonly ExtraHash[] {
  return [...(sha1 === null ? [] : (['sha1'] as const)), ...(md5 === null ? [] : (['md5'] as const))];
}

type Said = readonly [Issue['severity'], Issue['code'], string];

function saysOf({ found }: Opened, sealed: SealedContent, stored: MediaFile): readonly Said[] {
  if (found === 'unreadable') return [['warning', 'file-unreadable', `the encrypted file at ${stored.path} could not be read; its content was not deciphered`]]; // prettier-ignore
  if (found === 'differs') return [['error', 'file-changed-while-read', `the encrypted file at ${stored.path} no longer has the hash that was made at intake; its content was not deciphered`]]; // prettier-ignore
  switch (found.ended) {
    case 'no-key':
      return [['warning', 'undecodable-payload', `the file is encrypted, and ${sealed.keyAt} holds no key that opens such files; what is shown is the encrypted file`]]; // prettier-ignore
    case 'wrong-key':
      return [['error', 'undecodable-payload', `the key of ${sealed.keyAt} does not open the file: neither what authenticates it nor its end fits. It is another key, or the file was changed; what is shown is the encrypted file`]]; // prettier-ignore
    case 'empty':
      return [['error', 'undecodable-payload', `the encrypted file has ${stored.sizeBytes} bytes, too few to hold any content: it is cut short`]]; // prettier-ignore
    case 'as-is':
      return [];
    case 'unrecognised':
      return [['warning', 'undecodable-payload', UNRECOGNISED[found.why]]];
    case 'plain':
      return [...stateOf(found, sealed, stored), ...hashOf(found, sealed)];
  }
}

const UNRECOGNISED = {
  'no-key': 'the file is a picture that WeChat encrypted, and no key that the exhibit gives opens it: its key can be given where locked files are opened, and the source read again; what is shown is the stored file',
  'no-end': 'the file is a picture that WeChat encrypted; its beginning comes out, and nothing gives the byte under which its end is kept; what is shown is the stored file',
  'no-picture': 'the file bears the name of a picture that WeChat keeps disguised, and under no key that is known it begins as a picture; what is shown is the stored file',
  damaged: 'the file begins as a picture that WeChat encrypted, and its head states sizes that it does not hold; what is shown is the stored file',
} as const; // prettier-ignore

function stateOf(found: Extract<Unsealed, { ended: 'plain' }>, sealed: SealedContent, stored: MediaFile): readonly Said[] {
  switch (found.state) {
    case 'cut':
      return [['error', 'undecodable-payload', `the encrypted file has ${stored.sizeBytes} bytes and is cut short: ${found.sizeBytes} bytes of its content came out, and nothing authenticates them`]]; // prettier-ignore
    case 'changed':
      return [['error', 'undecodable-payload', 'what authenticates the file does not hold: bytes of it were changed, or its key is another one; its content is shown as it came out']]; // prettier-ignore
    // How the content came about says so wherever it is shown; an issue for each file would hide others.
    case 'unproven':
    case 'authenticated':
    case 'hashed':
    case 'recognised':
      return sealed.sizeBytes === null || sealed.sizeBytes === found.sizeBytes ? [] : [['warning', 'undecodable-payload', `the store states ${sealed.sizeBytes} bytes of content, and ${found.sizeBytes} came out`]]; // prettier-ignore
  }
} // prettier-ignore

/** Of what is known to be changed or cut the hash says nothing more. */
function hashOf(found: Extract<Unsealed, { ended: 'plain' }>, { sha256 }: SealedContent): readonly Said[] {
  if (found.state !== 'authenticated' || sha256 === null || sha256 === found.sha256) return [];
  return [['warning', 'media-hash-differs', `the content has the hash ${found.sha256}, the app stored ${sha256}`]];
}
