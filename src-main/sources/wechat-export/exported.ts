import type { AccountName, Attachment, ConversationType, Detail, Direction, MessageType, Participant, StoredColumns } from '../../model/index.ts'; // prettier-ignore

/** An account as an export names it: by its identifier, or where none is written by a name alone. */
export interface PersonStated {
  readonly identifier: string;
  /** True where the export writes a name and no identifier. */
  readonly isName: boolean;
  readonly names: readonly AccountName[];
}

/** A conversation as an export names it. */
export interface ConversationStated {
  readonly identifier: string;
  readonly title: string | null;
  readonly type: ConversationType;
  /** The other account of a conversation between two; null for groups, and where the export does not say. */
  readonly partner: PersonStated | null;
}

/** A time as an export writes it: a number, a text with the distance from UTC, or a wall clock without a zone. */
export type TimeStated =
  | { readonly form: 'unix'; readonly value: number; readonly text: string }
  | { readonly form: 'zoned' | 'clock'; readonly text: string };

/** What kind a message is by the export's own word or number. */
export interface KindStated {
  readonly type: MessageType;
  /** The word or number as written. */
  readonly stored: string;
  readonly isKnown: boolean;
}

/** A file that a message names. */
export interface FileStated {
  readonly type: Attachment['type'];
  readonly name: string | null;
  /** Relative to the export's folder, as written. */
  readonly path: string | null;
  readonly stored: StoredColumns;
}

/** The message that another one answers, as the export copies it. */
export interface QuoteStated {
  readonly serverId: string | null;
  readonly sender: PersonStated | null;
  readonly body: string | null;
  readonly time: TimeStated | null;
  readonly kind: KindStated | null;
}

/** One message of an export, whatever tool wrote it. */
export interface Exported {
  readonly conversation: ConversationStated;
  /** Null: the export does not say who. */
  readonly sender: PersonStated | null;
  readonly direction: Direction;
  readonly time: TimeStated | null;
  /** The time as written, for an issue where it is none. */
  readonly timeStored: string | null;
  readonly kind: KindStated;
  /** The text that the tool wrote for the message, its own words for what is no text included. */
  readonly text: string | null;
  readonly serverId: string | null;
  readonly file: FileStated | null;
  readonly transcript: string | null;
  readonly quote: QuoteStated | null;
  readonly details: readonly Detail['content'][];
  readonly stored: StoredColumns;
}

/** A member as an export's list names it. */
export interface MemberStated {
  readonly person: PersonStated;
  readonly role: Participant['role'];
}

/** An account by the identifier that the export writes. */
export function byIdentifier(
  identifier: string | null,
  names: readonly (AccountName | null)[] = [],
): PersonStated | null {
  // prettier-ignore
  return identifier === null || identifier === ''
    ? null
    : { identifier, isName: false, names: names.filter((one) => one !== null) };
}

/** An account of which the export writes a name alone. */
export function byName(name: string | null, column: string): PersonStated | null {
  return name === null || name === ''
    ? null
    : { identifier: name, isName: true, names: [{ name, givenBy: 'app', column }] };
}

/** A name beside an identifier; null where it says no more than that. */
export function named(
  name: string | null,
  identifier: string | null,
  givenBy: AccountName['givenBy'],
  column: string,
): AccountName | null {
  // prettier-ignore
  return name === null || name === '' || name === identifier ? null : { name, givenBy, column };
}
