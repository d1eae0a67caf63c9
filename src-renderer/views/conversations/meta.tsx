import { Button } from '@blueprintjs/core';
import { ShieldIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { useRowTab } from '../../components/row-tab.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { nothingOpen, type ItemActions, type OpenPart } from './item-actions.ts';
import { Receipts } from './receipts.tsx';

/** Time, status, receipts, issues and provenance of an item. */
export function Meta(props: {
  readonly item: ItemView;
  readonly actions: ItemActions;
  readonly open?: ReadonlySet<OpenPart>;
}): ReactNode {
  const { item, actions, open = nothingOpen } = props;
  const m = useMessages();
  const tab = useRowTab();
  const received = item.receipts.delivered + item.receipts.read + item.receipts.played;
  const isOpen = open.has('receipts') && received > 0;
  return (
    <>
      <div className="meta">
        <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} among={item.times} />
        {item.status !== null && <span>{m.words.statuses[item.status] ?? item.status}</span>}
        {received > 0 && (
          <button
            type="button"
            className="link-button"
            aria-expanded={isOpen}
            tabIndex={tab}
            title={`${m.shortcuts.receipts} (R)`}
            onClick={() => {
              actions.toggle(item, 'receipts');
            }}
          >
            {m.conversations.receipts} {received}
          </button>
        )}
        {item.issues > 0 && <span className="severity-warning">{m.conversations.issues(item.issues)}</span>}
        <Button
          size="small"
          variant="minimal"
          className="provenance-button"
          tabIndex={tab}
          icon={<ShieldIcon size={12} />}
          aria-label={m.conversations.provenance}
          title={`${m.conversations.provenance} (P)`}
          onClick={() => {
            actions.provenance(item);
          }}
        />
      </div>
      {isOpen && <Receipts item={item.id} />}
    </>
  );
}
