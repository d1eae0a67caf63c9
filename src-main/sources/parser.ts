import type { EvidenceFile, EvidenceTree } from '../evidence/tree.ts';
import type { Extracted, Issue, Proof, Sha256 } from '../model/index.ts';
import type { EvidenceDb } from '../sqlite/evidence-db.ts';

/** One schema generation a parser knows, and how its mapping is known. */
export interface Variant {
  readonly name: string;
  readonly proof: Proof;
}

/** What a locked store needs before it can be read. */
export interface KeyRequest {
  readonly kind: 'key-file' | 'passphrase' | 'hex-key';
  /** In words: which key, and where it usually lies. */
  readonly hint: string;
}

/** One data store found in an exhibit. */
export interface Detection {
  readonly parser: string;
  readonly variant: string;
  /** The store's root inside the exhibit: the folder that attachment candidates are relative to. `''` is the exhibit's root. */
  readonly root: string;
  /** For people: for example `WhatsApp Business, device user 10`. */
  readonly label: string;
  /** Role to file, for example `{ messages: msgstore.db, contacts: wa.db }`. */
  readonly files: Readonly<Record<string, EvidenceFile>>;
  readonly locked: KeyRequest | null;
  readonly issues: readonly Issue[];
  /** What only the examiner can say, for example the order of day and month in a text export. */
  readonly questions: readonly Question[];
}

/** A choice that the data does not settle. `default` is what is used, and said, when nobody answers. */
export interface Question {
  readonly id: 'date-order' | 'zone' | 'owner';
  readonly text: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly default: string;
}

/** What a parser gets to read with. */
export interface Run {
  readonly signal: AbortSignal;
  /** Answers to the detection's questions by id. */
  readonly answers: Readonly<Record<string, string>>;
  /** The working copy with its log; the same handle for the same file during one run. Throws nothing for damaged files: it returns null and has yielded the issue itself. */
  database(file: EvidenceFile): EvidenceDb | null;
  bytes(file: EvidenceFile): AsyncIterable<Uint8Array>;
  /** The exhibit around the store, for side files such as preferences. */
  readonly tree: EvidenceTree;
  /**
   * In a reading of the state without the log: the rows of a table that only this state holds, or holds differently;
   * records of other rows are not kept. A reader may leave those out that change nothing else. Absent: every row is read.
   */
  readonly wanted?: (file: Sha256, table: string) => readonly (number | bigint)[] | null;
  progress(done: number, total: number | null, unit: 'rows' | 'bytes'): void;
}

/** One messenger data format. */
export interface SourceParser {
  /** `<app>-<platform>`; equals the folder name. */
  readonly id: string;
  readonly label: string;
  /** Raised whenever the same input would yield different records; printed in reports. */
  readonly revision: number;
  /** Newest first. */
  readonly variants: readonly Variant[];
  /** Looks at names and schemas, never at rows of messages; one detection per data store. */
  detect(tree: EvidenceTree): Promise<readonly Detection[]>;
  /** Yields in storage order. May refer forward by key. Never throws for anything that a file contains. */
  read(found: Detection, run: Run): AsyncIterable<Extracted> | Iterable<Extracted>;
}
