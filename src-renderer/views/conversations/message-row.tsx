import { TickCircleIcon } from '@blueprintjs/icons';
import { memo, type ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { RowTab } from '../../components/row-tab.ts';
import { useZone } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import type { Mark } from '../../text/evidence-text.tsx';
import { longDate } from '../../time/format.ts';
import { dayToName, goesOn } from './grouping.ts';
import type { ItemActions, OpenPart } from './item-actions.ts';
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
  readonly isPicked: boolean;
  readonly marks: readonly Mark[];
  readonly open: ReadonlySet<OpenPart>;
  readonly actions: ItemActions;
  readonly onMark: (index: number) => void;
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { index, item, before } = props;
  const day = dayToName(item, before, index === 0, zone);
  const isFollower = item !== null && goesOn(item, before, zone);
  return (
    <div
      role="article"
      aria-posinset={index + 1}
      aria-setsize={props.total}
      aria-label={item === null ? m.general.loading : (item.sender?.name ?? m.words.types[item.type] ?? item.type)}
      tabIndex={props.isCurrent ? 0 : -1}
      className={`message-row${props.isMarked ? ' active' : ''}${isFollower ? ' follower' : ''}${props.isPicked ? ' picked' : ''}`}
      onFocus={() => {
        props.onMark(index);
      }}
    >
      {props.isPicked && (
        <span className="pick-mark">
          <TickCircleIcon size={14} title={m.conversations.isPicked} />
        </span>
      )}
      {day !== null && (
        <div className="day">
          <span>{longDate(day, zone, m.locale)}</span>
        </div>
      )}
      {item === null ? (
        <span className="placeholder" />
      ) : (
        <RowTab value={props.isCurrent ? 0 : -1}>
          <Item item={item} goesOn={isFollower} marks={props.marks} open={props.open} actions={props.actions} />
        </RowTab>
      )}
    </div>
  );
});
