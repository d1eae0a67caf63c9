import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import type { Books } from '../wechat/books.ts';
import type { MessageMaker } from '../wechat/message-maker.ts';
import type { MediaPlaces } from './media-places.ts';

/** What every reader of one message store shares. */
export interface Store {
  readonly run: Run;
  readonly db: EvidenceDb;
  readonly books: Books;
  readonly maker: MessageMaker;
  readonly media: MediaPlaces;
}
