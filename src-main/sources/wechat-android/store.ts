import type { Sha256 } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import type { MediaPlaces } from './media-places.ts';
import type { ConversationBook } from './conversations.ts';
import type { People } from './people.ts';

/** What every reader of one message store shares. */
export interface Store {
  readonly run: Run;
  readonly db: EvidenceDb;
  readonly file: Sha256;
  readonly people: People;
  readonly conversations: ConversationBook;
  readonly media: MediaPlaces;
}
