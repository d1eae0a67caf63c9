import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Chats } from './chats.ts';
import type { Outline } from './outline.ts';
import type { People } from '../telegram-people.ts';
import type { SeenMessages } from './seen-messages.ts';

/** What the records of one export share. */
export interface Reading {
  readonly file: EvidenceFile;
  /** IANA zone of the computer that exported, as the examiner stated it; null: not known. */
  readonly zone: string | null;
  readonly outline: Outline;
  readonly people: People;
  readonly chats: Chats;
  readonly seen: SeenMessages;
}
