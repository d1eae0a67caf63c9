import type { AccountName, Attachment, ConversationType, Detail, Direction, Message, MessageType, Participant, StoredColumns, SystemAction, TimeMeaning } from '../../model/index.ts'; // prettier-ignore
import type { TimeStated } from './times.ts';

/** An account as an export names it: by an identifier of the service, or by a name alone. */
export interface PersonStated {
  readonly identifier: string;
  readonly isName: boolean;
  readonly names: readonly AccountName[];
}

/** A conversation as an export names it. */
export interface RoomStated {
  readonly identifier: string;
  readonly title: string | null;
  readonly type: ConversationType;
  /** The other account of a conversation between two; null where the export does not say. */
  readonly partner: PersonStated | null;
  readonly members?: readonly { readonly person: PersonStated; readonly role: Participant['role'] }[];
}

/** A file that a message names. */
export interface FileStated {
  readonly type: Attachment['type'];
  readonly mediaType: string | null;
  readonly name: string | null;
  /** As written. */
  readonly path: string | null;
  /** Where it may lie, seen from the file that names it. */
  readonly candidates: readonly string[];
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly caption: string | null;
  readonly stored: StoredColumns;
}

export interface QuoteStated {
  readonly serverId: string | null;
  readonly sender: PersonStated | null;
  readonly time: TimeStated | null;
  readonly body: string | null;
  readonly stored: StoredColumns;
}

export interface ReactionStated {
  readonly person: PersonStated | null;
  readonly emoji: string | null;
  readonly time: TimeStated | null;
  readonly stored: StoredColumns;
}

export interface CallStated {
  readonly video: boolean | null;
  readonly group: boolean;
  readonly outcome: 'answered' | 'missed' | 'rejected' | 'unknown';
  /** The tool's words. */
  readonly words: string;
}

/** One message of an export, whatever tool wrote it. */
export interface Said {
  readonly room: RoomStated;
  /** Null: the export does not say who. */
  readonly sender: PersonStated | null;
  readonly direction: Direction;
  readonly times: readonly { readonly stated: TimeStated; readonly meaning: TimeMeaning }[];
  /** The time as written, for an issue where it is none. */
  readonly timeStored: string | null;
  readonly type: MessageType;
  /** The export's own word or number for the kind; empty where it writes none. */
  readonly typeStored: string;
  readonly isKnown: boolean;
  readonly body: string | null;
  readonly serverId: string | null;
  readonly status: Message['status'];
  readonly isDeleted: boolean;
  readonly viewOnce: boolean;
  readonly expiresS: number | null;
  readonly edited: TimeStated | null;
  readonly system: SystemAction | null;
  readonly versions: readonly {
    readonly body: string;
    readonly time: TimeStated | null;
    readonly stored: StoredColumns;
  }[];
  readonly files: readonly FileStated[];
  readonly reactions: readonly ReactionStated[];
  readonly quote: QuoteStated | null;
  readonly mentions: readonly PersonStated[];
  readonly details: readonly Detail['content'][];
  readonly call: CallStated | null;
  readonly stored: StoredColumns;
}

/** A message of which a form states no more than what is given. */
export function said(one: Pick<Said, 'room' | 'sender' | 'direction' | 'body'> & Partial<Said>): Said {
  return {
    times: [], timeStored: null, type: 'text', typeStored: '', isKnown: true, serverId: null, status: null, isDeleted: false,
    viewOnce: false, expiresS: null, edited: null, system: null, versions: [], files: [], reactions: [], quote: null, mentions: [],
    details: [], call: null, stored: {}, ...one,
  }; // prettier-ignore
}

/** A file of which no more is stated than what is given. */
export function fileStated(one: Pick<FileStated, 'type'> & Partial<FileStated>): FileStated {
  return { mediaType: null, name: null, path: null, candidates: [], sha256: null, sizeBytes: null, width: null, height: null, caption: null, stored: {}, ...one }; // prettier-ignore
}

/** An account of which the export writes a name alone. */
export function byName(name: string | null, column: string): PersonStated | null {
  return name === null || name === '' ? null : { identifier: name, isName: true, names: [{ name, givenBy: 'app', column }] }; // prettier-ignore
}

/** An account by an identifier of the service, with the name that stands beside it. */
export function byIdentifier(identifier: string | null, name: string | null, column: string): PersonStated | null {
  if (identifier === null || identifier === '') return null;
  const names: readonly AccountName[] = name === null || name === '' || name === identifier ? [] : [{ name, givenBy: 'app', column }]; // prettier-ignore
  return { identifier, isName: false, names };
}

const PHONE = /^\+\d{4,20}$/u;
const UUID = /^(?:PNI:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
const USERNAME = /^[a-z_][a-z0-9_]*\.\d{2,}$/iu;

/** What the service calls an account by; null for other words. Source: signalapp/libsignal, rust/usernames, for user names. */
export function kindOf(identifier: string): 'phone' | 'hidden-id' | 'user-name' | null {
  if (PHONE.test(identifier)) return 'phone';
  return UUID.test(identifier) ? 'hidden-id' : USERNAME.test(identifier) ? 'user-name' : null;
}

/** What a file is by its media type. */
export function typeOfMedia(mediaType: string | null): Attachment['type'] {
  if (mediaType === 'image/gif') return 'gif';
  const family = mediaType?.split('/')[0] ?? '';
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document';
}

/** What a message is by its first file; a text where it has none and words, else unknown. */
export function typeOfMessage(body: string | null, files: readonly FileStated[]): MessageType {
  const first = files[0]?.type;
  if (first === undefined) return body === null ? 'unknown' : 'text';
  return first === 'thumbnail' || first === 'other' ? 'document' : first;
}
