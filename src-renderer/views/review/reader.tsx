import { memo, useMemo, type ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, goView } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { Item } from '../conversations/item.tsx';
import { nothingOpen, type ItemActions } from '../conversations/item-actions.ts';
import { useOpenParts } from '../conversations/use-open-parts.ts';
import { CONTEXT_KEPT_MS, contextOf } from './context.ts';

/** The item under review, whole, between the lines before and after it in its conversation. */
export const Reader = memo(function Reader({ item }: { readonly item: ItemView }): ReactNode {
  const m = useMessages();
  const around = useEngine('item.page', contextOf(item), { keptMs: CONTEXT_KEPT_MS });
  const [open, toggle] = useOpenParts();
  const actions = useMemo<ItemActions>(
    () => ({
      quote: (row) => {
        openThere(row, row.quote?.item ?? row.id);
      },
      toggle,
      provenance: (row) => {
        go({ record: row.id });
      },
      enlarge: (_row, attachment) => {
        goView('media', { own: `at=${attachment.id}` });
      },
    }),
    [toggle],
  );
  const rows = around.data?.rows ?? [];
  const place = rows.findIndex((row) => row.id === item.id);
  const before = place === -1 ? [] : rows.slice(0, place);
  const after = place === -1 ? [] : rows.slice(place + 1);
  return (
    <>
      <header className="row reader-head">
        <strong className="ellipsis">
          {item.conversationTitle === null ? m.review.noConversation : <EvidenceText text={item.conversationTitle} />}
        </strong>
        <span className="spring" />
        {item.conversation !== null && (
          <button
            type="button"
            className="link-button"
            title={`${m.review.open} (Enter)`}
            onClick={() => {
              openThere(item, item.id);
            }}
          >
            {m.review.open}
          </button>
        )}
      </header>
      <div className="reader-lines">
        {[...before, item, ...after].map((row) => (
          <div key={row.id} className={row.id === item.id ? 'context-line current' : 'context-line'}>
            <Line item={row} open={open.get(row.id) ?? nothingOpen} actions={actions} />
          </div>
        ))}
      </div>
    </>
  );
});

/** Drawn anew only when it changes itself: most lines stay when the review goes one on. */
const Line = memo(function Line(props: Pick<Parameters<typeof Item>[0], 'item' | 'open' | 'actions'>): ReactNode {
  return <Item {...props} goesOn={false} marks={[]} />;
});

function openThere({ conversation }: ItemView, item: number): void {
  if (conversation !== null) goView('conversations', { conversation, item });
}
