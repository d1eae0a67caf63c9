import { memo, type ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { RowTab } from '../../components/row-tab.ts';
import { useZone } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import { longDate, shownDate } from '../../time/format.ts';
import { Item } from './item.tsx';

/** One row of the messages: its item or the room kept for it, below the day where a new one starts. */
export const MessageRow = memo(function MessageRow(props: {
  readonly index: number;
  readonly total: number;
  readonly item: ItemView | null;
  readonly before: ItemView | null;
  readonly isMarked: boolean;
  /** Tab stops at this row and its controls. */
  readonly isCurrent: boolean;
  readonly isGroup: boolean;
  readonly showsReceipts: boolean;
  readonly onMark: (index: number) => void;
  readonly onQuote: (item: ItemView) => void;
  readonly onReceipts: (item: ItemView) => void;
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { index, item } = props;
  const day = dayToName(item, props.before, index === 0, zone);
  return (
    <div
      role="article"
      aria-posinset={index + 1}
      aria-setsize={props.total}
      aria-label={item === null ? m.general.loading : (item.sender?.name ?? m.words.types[item.type] ?? item.type)}
      tabIndex={props.isCurrent ? 0 : -1}
      className={props.isMarked ? 'message-row active' : 'message-row'}
      onFocus={() => {
        props.onMark(index);
      }}
    >
      {day !== null && (
        <div className="day">
          <span>{longDate(day, zone, m.locale)}</span>
        </div>
      )}
      {item === null ? (
        <span className="placeholder" />
      ) : (
        <RowTab value={props.isCurrent ? 0 : -1}>
          <Item
            item={item}
            isGroup={props.isGroup}
            onQuote={props.onQuote}
            showsReceipts={props.showsReceipts}
            onReceipts={props.onReceipts}
          />
        </RowTab>
      )}
    </div>
  );
});

/** The time whose day is named above an item: where the day differs from the item before. Null: no line. */
function dayToName(item: ItemView | null, before: ItemView | null, isFirst: boolean, zone: string): number | null {
  if (item?.timeMs === undefined || item.timeMs === null) return null;
  if (isFirst) return item.timeMs;
  if (before?.timeMs === undefined || before.timeMs === null) return null;
  return shownDate(item.timeMs, zone) === shownDate(before.timeMs, zone) ? null : item.timeMs;
}
