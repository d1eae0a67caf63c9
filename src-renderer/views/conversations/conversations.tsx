import { ChatIcon } from '@blueprintjs/icons';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { ConversationList } from './conversation-list.tsx';
import { Thread } from './thread.tsx';
import type { TimeLock } from './use-time-lock.ts';

type Side = 'main' | 'beside';

/** The conversations on the left, the messages of the chosen one beside them, and of a second one where it is asked for. */
export function Conversations(): ReactNode {
  const m = useMessages();
  const { conversation, item, beside, besideItem } = useLocation();
  const goToItem = useCallback((to: number, isReplaced = false): void => {
    go({ item: to }, isReplaced);
  }, []);
  const goBeside = useCallback((to: number, isReplaced = false): void => {
    go({ besideItem: to }, isReplaced);
  }, []);
  const [isLocked, setLocked] = useState(false);
  const [timeMs, setTimeMs] = useState<number | null>(null);
  const leader = useRef<Side>('main');
  const locks = useMemo(() => {
    const lockOf = (side: Side): TimeLock => ({
      isLeader: () => leader.current === side,
      timeMs,
      report: setTimeMs,
    });
    return { main: lockOf('main'), beside: lockOf('beside') };
  }, [timeMs]);
  const lead = (side: Side) => (): void => {
    leader.current = side;
  };
  const isSplit = conversation !== null && beside !== null;
  const root = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(conversation !== null);
  // In a window too small for both, the list gives way to the messages and back: the focus goes along.
  useLayoutEffect(() => {
    const isOpen = conversation !== null;
    if (isOpen !== wasOpen.current && isFocusLost())
      root.current
        ?.querySelector<HTMLElement>(isOpen ? '.thread [role=feed]' : '.conversation-list [role=listbox]')
        ?.focus();
    wasOpen.current = isOpen;
  }, [conversation]);
  return (
    <div ref={root} className={`conversations${conversation === null ? '' : ' open'}${isSplit ? ' split' : ''}`}>
      <ConversationList open={conversation} />
      {conversation === null ? (
        <section className="thread">
          <EmptyState icon={<ChatIcon size={28} />} title={m.conversations.choose} text={m.conversations.chooseText} />
        </section>
      ) : (
        <Thread
          key={conversation}
          conversation={conversation}
          item={item}
          onItem={goToItem}
          onLead={lead('main')}
          lock={isSplit && isLocked ? locks.main : null}
        />
      )}
      {isSplit && (
        <Thread
          key={`beside ${beside}`}
          conversation={beside}
          item={besideItem}
          onItem={goBeside}
          onLead={lead('beside')}
          lock={isLocked ? locks.beside : null}
          beside={{
            isLocked,
            onLock: () => {
              setTimeMs(null);
              setLocked(!isLocked);
            },
            onClose: () => {
              go({ beside: null, besideItem: null });
            },
          }}
        />
      )}
    </div>
  );
}

/** Whether what had the focus is gone or no longer drawn. */
function isFocusLost(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || !activeElement.checkVisibility();
}
