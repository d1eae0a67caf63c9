import type { JsonFields } from '../json-fields.ts';

/** One piece of an export: a message, or what the tool says of the conversation, the accounts and itself. */
export interface Row {
  readonly offset: number;
  readonly length: number;
  /** Names and numbers that lead to it in a JSON document; of other forms empty. */
  readonly path: readonly (string | number)[];
  /** As fields; null where it is no object, or no record of the file's columns. */
  readonly fields: JsonFields | null;
  /** The text of JSON; of other forms null. */
  readonly text: string | null;
  readonly decodable: boolean;
  /** A line or record that holds nothing, and lines of comment. */
  readonly isBlank: boolean;
  /** True where more stands here than is kept, and the fields hold the first part alone. */
  readonly isCut: boolean;
  /** Counts further messages at the same bytes. */
  readonly part?: number;
}

/** What the end of a file says: whether it stood inside something that should go on. */
export interface Ending {
  isWhole: boolean;
  /** False where what stands between the pieces of a document is not that of JSON. */
  isSound?: boolean;
}
