import { ChatIcon } from '@blueprintjs/icons';
import { useCallback, type ReactNode } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { ConversationList } from './conversation-list.tsx';
import { Thread } from './thread.tsx';

/** The conversations on the left, the messages of the chosen one beside them. */
export function Conversations(): ReactNode {
  const m = useMessages();
  const { conversation, item } = useLocation();
  const goToItem = useCallback((to: number, isReplaced = false): void => {
    go({ item: to }, isReplaced);
  }, []);
  return (
    <div className="conversations">
      <ConversationList open={conversation} />
      {conversation === null ? (
        <section className="thread">
          <EmptyState icon={<ChatIcon size={28} />} title={m.conversations.choose} text={m.conversations.chooseText} />
        </section>
      ) : (
        <Thread key={conversation} conversation={conversation} item={item} onItem={goToItem} />
      )}
    </div>
  );
}
