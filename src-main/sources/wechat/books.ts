import type { Accounts } from './accounts.ts';
import type { ConversationBook } from './conversations.ts';

/** What the readers of one store share: who and what was met so far. */
export interface Books {
  readonly accounts: Accounts;
  readonly conversations: ConversationBook;
}
