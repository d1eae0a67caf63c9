import type { Key, Provenance } from '../../model/index.ts';
import type { Block } from './page-blocks.ts';
import type { Author, PageChat } from './page-chats.ts';
import type { PageMedia } from './page-media.ts';
import type { MessageParts } from './page-parts.ts';
import type { Page } from './page-reading.ts';
import type { PageStamp } from './page-times.ts';

/** One message of a page with what was read of it. */
export interface PageMessage {
  readonly block: Block;
  readonly page: Page;
  readonly chat: PageChat;
  readonly id: number | null;
  readonly key: Key;
  readonly isAgain: boolean;
  readonly from: Provenance;
  readonly parts: MessageParts;
  readonly isJoined: boolean;
  readonly author: Author | null;
  /** Nothing before the message says who wrote what is joined to it. */
  readonly isAlone: boolean;
  readonly stamp: PageStamp | null;
  readonly media: PageMedia | null;
}
