import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Filter, ItemView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { nextIndex } from '../../components/virtual-rows.tsx';
import { useZone } from '../../engine/use-case.ts';
import { usePages } from '../../engine/use-pages.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { longDate, shownDate } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';
import { isTyping } from '../../shell/shortcuts.ts';
import { estimateHeight } from './estimate-height.ts';
import { Item } from './item.tsx';

/** Rows laid out at once; far below the tallest element that Chromium can hold. */
const SEGMENT = 40_000;
const NEAR_EDGE = 400;

/** Where a row that is gone to ends up; `auto` moves no further than needed to show it. */
type Align = 'center' | 'end' | 'auto';

/**
 * The messages of a conversation, paged by position. Only rows near the screen exist. A conversation longer than a
 * segment is laid out segment by segment around where one reads; the slider holds the place in the whole.
 */
export function MessagePane(props: {
  readonly filter: Filter;
  readonly target: number | null;
  readonly label: string;
  readonly isGroup: boolean;
}): ReactNode {
  const { filter, target } = props;
  const m = useMessages();
  const zone = useZone();
  const scroller = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const [base, setBase] = useState(0);
  const [active, setActive] = useState<number | null>(null);
  const [wanted, setWanted] = useState<{ readonly index: number; readonly align: Align } | null>(null);
  const isHeld = useRef(false);
  const [receiptsOf, setReceiptsOf] = useState<ReadonlySet<number>>(new Set());
  const [replies, setReplies] = useState<readonly number[]>([]);
  const shown = useRef<number | null>(null);

  const head = useEngine('item.page', { filter, limit: 1 });
  const place = useEngine('item.page', target === null ? null : { filter, at: { item: target }, limit: 1 });
  const total = head.data?.total ?? 0;
  const pages = usePages(
    ['item.page', filter],
    range ?? { from: 0, to: 0 },
    range === null ? null : (index, limit, signal) => ask('item.page', { filter, at: { index }, limit }, signal),
  );
  const count = Math.min(SEGMENT, total - base);
  const row = pages.row;

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateHeight(row(base + index)),
    getItemKey: (index) => base + index,
    overscan: 8,
    onChange: (instance) => {
      const items = instance.getVirtualItems();
      const [first] = items;
      const last = items.at(-1);
      if (first === undefined || last === undefined) return;
      const from = base + first.index;
      const to = base + last.index;
      setRange((before) => (before?.from === from && before.to === to ? before : { from, to }));
    },
  });

  const jump = useCallback((index: number, align: Align) => {
    setBase((before) => {
      const isInside = index >= before && index < before + SEGMENT;
      return isInside ? before : Math.max(0, index - SEGMENT / 2);
    });
    isHeld.current = true;
    setWanted({ index, align });
  }, []);

  // First place: the item asked for, else the end.
  const first = place.data?.first;
  const isEmpty = place.data?.rows.length === 0;
  useEffect(() => {
    if (target !== null) {
      if (first !== undefined && !isEmpty && shown.current !== target) {
        shown.current = target;
        jump(first, 'center');
        setActive(first);
      }
    } else if (total > 0 && shown.current === null) {
      shown.current = -1;
      jump(total - 1, 'end');
    }
  }, [target, first, isEmpty, total, jump]);

  // Holds the place while pages come in and rows are measured, until the examiner scrolls.
  useLayoutEffect(() => {
    if (wanted === null || count <= 0 || !isHeld.current) return;
    virtual.scrollToIndex(wanted.index - base, { align: wanted.align });
  });
  const letGo = (): void => {
    isHeld.current = false;
  };

  // Re-centres the segment when reading comes near its edge.
  useEffect(() => {
    if (range === null || total <= SEGMENT) return;
    const isNearStart = base > 0 && range.from - base < NEAR_EDGE;
    const isNearEnd = base + SEGMENT < total && base + SEGMENT - range.to < NEAR_EDGE;
    if (!isNearStart && !isNearEnd) return;
    setBase(Math.max(0, Math.min(total - SEGMENT, range.from - SEGMENT / 2)));
    isHeld.current = true;
    setWanted({ index: range.from, align: 'center' });
  }, [range, base, total]);

  const focusRow = (index: number): void => {
    setActive(index);
    jump(index, index >= base && index < base + count ? 'auto' : 'center');
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index - base}"]`)?.focus({ preventScroll: true });
    });
  };

  const toggleReceipts = (item: ItemView): void => {
    setReceiptsOf((before) => {
      const after = new Set(before);
      if (!after.delete(item.id)) after.add(item.id);
      return after;
    });
  };
  const goToQuoted = (item: ItemView): void => {
    const quoted = item.quote?.item ?? null;
    if (quoted === null) return;
    setReplies((before) => [...before, item.id]);
    go({ item: quoted });
  };
  const goBack = (): void => {
    const reply = replies.at(-1);
    if (reply === undefined) return;
    setReplies(replies.slice(0, -1));
    shown.current = null;
    go({ item: reply });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isTyping(event.target)) return;
    const at = active ?? range?.to ?? 0;
    const next = nextIndex(event, at, 8, total);
    if (next !== null) {
      event.preventDefault();
      focusRow(next);
      return;
    }
    const item = active === null ? null : row(active);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key === 'p' || (event.key === 'Enter' && isRow(event.target))) && item !== null) go({ record: item.id });
    else if (event.key === 'q' && item !== null) goToQuoted(item);
    else if (event.key === 'r' && item !== null) toggleReceipts(item);
    else if (event.key === 'b') goBack();
    else if (event.key === 'd') document.querySelector<HTMLElement>('[data-focus=date]')?.focus();
    else return;
    event.preventDefault();
  };

  const error = head.error ?? pages.error;
  if (error !== null) return <FailureNote error={error} />;
  const middle = placeShown(range, total);
  return (
    <>
      <div
        className="messages"
        ref={scroller}
        role="feed"
        aria-label={props.label}
        aria-busy={head.isPending}
        onKeyDown={onKeyDown}
        onWheel={letGo}
        onPointerDown={letGo}
        onTouchMove={letGo}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((virtualItem) => {
            const index = base + virtualItem.index;
            const item = row(index);
            const before = index === 0 ? null : row(index - 1);
            const day = dayToName(item, before, index === 0, zone);
            return (
              <div
                key={virtualItem.key}
                ref={virtual.measureElement}
                data-index={virtualItem.index}
                role="article"
                aria-posinset={index + 1}
                aria-setsize={total}
                aria-label={
                  item === null ? m.general.loading : (item.sender?.name ?? m.words.types[item.type] ?? item.type)
                }
                tabIndex={index === (active ?? middle) ? 0 : -1}
                className={index === active ? 'message-row active' : 'message-row'}
                style={{ transform: `translateY(${virtualItem.start}px)` }}
                onFocus={() => {
                  setActive(index);
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
                  <Item
                    item={item}
                    isGroup={props.isGroup}
                    onQuote={goToQuoted}
                    showsReceipts={receiptsOf.has(item.id)}
                    onReceipts={toggleReceipts}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {total > 0 && (
        <footer className="thread-foot">
          {replies.length > 0 && (
            <button type="button" className="link-button" onClick={goBack}>
              ← {m.conversations.backToReply}
            </button>
          )}
          <input
            type="range"
            min={1}
            max={total}
            value={middle + 1}
            aria-label={m.conversations.place}
            onChange={(event) => {
              jump(Number(event.currentTarget.value) - 1, 'center');
            }}
          />
          <span className="numeric muted">{m.conversations.position(showCount(middle + 1), showCount(total))}</span>
        </footer>
      )}
    </>
  );
}

/** The position that the slider names: the middle of what is laid out, but the first and the last where they are. */
function placeShown(range: { readonly from: number; readonly to: number } | null, total: number): number {
  if (range === null || range.from === 0) return 0;
  return range.to >= total - 1 ? total - 1 : Math.round((range.from + range.to) / 2);
}

function isRow(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.getAttribute('role') === 'article';
}

/** The time whose day is named above an item: where the day differs from the item before. Null: no line. */
function dayToName(item: ItemView | null, before: ItemView | null, isFirst: boolean, zone: string): number | null {
  if (item?.timeMs === undefined || item.timeMs === null) return null;
  if (isFirst) return item.timeMs;
  if (before?.timeMs === undefined || before.timeMs === null) return null;
  return shownDate(item.timeMs, zone) === shownDate(before.timeMs, zone) ? null : item.timeMs;
}
