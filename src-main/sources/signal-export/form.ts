import type { Said } from './said.ts';

/** One piece of an export: where its bytes lie, and what it says. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
  /** False where bytes are no UTF-8. */
  readonly decodable: boolean;
  /** True where more stands here than is kept. */
  readonly isCut: boolean;
  /** True where zeros stand in a text, which no tool writes. */
  readonly hasZeros?: boolean;
  /** A message, the reason for passing the piece over, or null where it is none of the form. */
  readonly what: Said | { readonly passed: string } | null;
  /** The piece as JSON, where doubts of its text are looked for. */
  readonly json?: { readonly text: string; readonly value: unknown };
}

/** What the end of a file says: whether it stood inside something that should go on. */
export interface Ending {
  isWhole: boolean;
  /** False where what stands between the pieces is not that of the file's format. */
  isSound?: boolean;
  /** True where letters stand between the elements of XML. */
  hasStrays?: boolean;
}

/** What is known of a file before it is read. */
export interface FileAbout {
  /** The name without its ending. */
  readonly name: string;
  /** The name of the folder it lies in. */
  readonly folder: string;
  readonly number: number;
}

/** One form of export: how it is known, and how its files are cut and read. */
export interface Form {
  readonly variant: string;
  /** For people: the tool and what it wrote. */
  readonly label: string;
  /** True where times are clocks without a zone. */
  readonly asksZone: boolean;
  /** True where nothing marks what was sent, and the examiner may name the owner. */
  readonly asksOwner: boolean;
  /** How the owner is known where messages are marked as sent, and whether that is only assumed. */
  readonly claim: { readonly words: string; readonly assumed: boolean };
  /** True where a folder is one conversation: what lies in folders beside each other is one export. */
  readonly folderEach: boolean;
  /** Endings of files that are looked at. */
  readonly ending: RegExp;
  /** `name`: of the file; `head`: its first bytes as text, without mark of order before them. */
  recognises(name: string, head: string): boolean;
  pieces(bytes: AsyncIterable<Uint8Array>, about: FileAbout, ending: Ending): AsyncGenerator<readonly Piece[]>;
}

/** Words of the tool for the account whose data it exported. */
export const BY_A_WORD = {
  words: 'the word that the tool writes for the account that it exported; a contact of that name looks the same',
  assumed: true,
} as const;

/** Messages that the file itself marks as sent. */
export const BY_MARK = { words: 'sender of the messages that the export marks as sent', assumed: false } as const;

/** The file names no account of its own; one stands in for it. */
export const BY_STAND_IN = { words: 'stands for the account whose messages the file marks as sent; the file does not name it', assumed: false } as const; // prettier-ignore

/** Where nothing marks what was sent, the examiner may say whose the export is. */
export const BY_ANSWER = { words: 'named by the examiner as the account that the text is of', assumed: true } as const;
