import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import type { Filter, ItemView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { contains, type Span } from '../../components/place-rows.ts';
import { useAnchoredRows } from '../../components/use-anchored-rows.ts';
import { nextIndex } from '../../components/virtual-rows.tsx';
import { failureOf } from '../../engine/failure.ts';
import { usePages } from '../../engine/use-pages.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { showCount } from '../../time/units.ts';
import { isTyping } from '../../shell/shortcuts.ts';
import type { Mark } from '../../text/evidence-text.tsx';
import { nothingOpen, type ItemActions, type OpenPart } from './item-actions.ts';
import { MessageRow } from './message-row.tsx';
import { useKeysInTurn } from './use-keys-in-turn.ts';
import { useOpenParts } from './use-open-parts.ts';

const PAGE_KEY_ROWS = 8;
/** Keys that act on the marked item itself. */
const ITEM_KEYS = ['p', 'q', 'r', 'x', 'e'];
const PART_KEYS: Readonly<Record<string, OpenPart>> = { r: 'receipts', x: 'reactions', e: 'versions' };
const NO_MARKS: readonly Mark[] = [];

/**
 * The messages of a conversation, paged by position. One row is marked: keys act on it, and the focus follows it. Opens
 * at `target`, or at the end. Mounted anew for another filter, under which positions mean other items.
 */
export function MessagePane(props: {
  readonly filter: Filter;
  readonly target: number | null;
  readonly label: string;
}): ReactNode {
  const { filter, target } = props;
  const m = useMessages();
  const head = useEngine('item.page', { filter, limit: 1 });
  const place = useEngine('item.page', target === null ? null : { filter, at: { item: target }, limit: 1 });
  const total = head.data?.total ?? 0;
  const list = useAnchoredRows(total);
  const { laidOut, onScreen } = list;
  const pages = usePages(
    ['item.page', filter],
    laidOut ?? { from: 0, to: 0 },
    laidOut === null ? null : (index, limit, signal) => ask('item.page', { filter, at: { index }, limit }, signal),
  );
  const [marked, setMarked] = useState<number | null>(null);
  /** What was last gone to: an item, or the end (null). Undefined: nothing since the last jump began. */
  const [reached, setReached] = useState<number | null | undefined>(undefined);
  const [open, toggle] = useOpenParts();
  const [replies, setReplies] = useState<readonly number[]>([]);
  const focusOn = useRef<number | null>(null);
  const row = pages.row;

  const isAbsent = place.error !== null && failureOf(place.error).code === 'not-found';
  const goal = isAbsent ? null : target;
  const first = place.data?.first;
  useEffect(() => {
    if (total === 0 || reached === goal || (goal !== null && first === undefined)) return;
    setReached(goal);
    if (goal === null || first === undefined) {
      if (reached === undefined) list.goTo(total - 1, 'end');
      return;
    }
    list.goTo(first, 'middle');
    setMarked(first);
    if (isFocusFree(list.scroller.current)) focusOn.current = first;
  }, [goal, first, total, reached, list]);

  // Rows come and go; the focus goes to the marked one as soon as it is laid out.
  useLayoutEffect(() => {
    const element = focusOn.current === null ? null : list.element(focusOn.current);
    if (element === null) return;
    focusOn.current = null;
    element.focus({ preventScroll: true });
  });

  const jumpTo = useCallback((item: number): void => {
    setReached(undefined);
    go({ item });
  }, []);
  const goToQuoted = useCallback(
    (item: ItemView): void => {
      const quoted = item.quote?.item ?? null;
      if (quoted === null) return;
      setReplies((before) => [...before, item.id]);
      jumpTo(quoted);
    },
    [jumpTo],
  );
  const actions = useMemo<ItemActions>(
    () => ({
      quote: goToQuoted,
      toggle,
      provenance: (item) => {
        go({ record: item.id });
      },
    }),
    [goToQuoted, toggle],
  );
  const goBack = (): void => {
    const reply = replies.at(-1);
    if (reply === undefined) return;
    setReplies(replies.slice(0, -1));
    jumpTo(reply);
  };

  const act = (key: string): void => {
    const next = nextIndex({ key }, marked ?? onScreen?.to ?? 0, PAGE_KEY_ROWS, total);
    if (next !== null) {
      setMarked(next);
      focusOn.current = next;
      list.goTo(next, 'nearest');
    }
    if (key === 'b') goBack();
    const item = marked === null ? null : row(marked);
    if (item === null) return;
    const part = PART_KEYS[key];
    if (key === 'p') actions.provenance(item);
    else if (key === 'q') goToQuoted(item);
    else if (part !== undefined) toggle(item, part);
  };
  const press = useKeysInTurn(
    (key) => reached === goal && (!ITEM_KEYS.includes(key) || marked === null || row(marked) !== null),
    act,
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'd') document.querySelector<HTMLElement>('[data-focus=date]')?.focus();
    else if (event.key === 'Enter' && isRow(event.target)) press('p');
    else if (event.key === 'b' || ITEM_KEYS.includes(event.key) || nextIndex(event, 0, 1, total) !== null)
      press(event.key);
    else return;
    event.preventDefault();
  };

  const error = head.error ?? (isAbsent ? null : place.error) ?? pages.error;
  const shown = placeShown(onScreen, total);
  const current = marked !== null && contains(laidOut, marked) ? marked : shown;
  return (
    <>
      {error !== null && <FailureNote error={error} />}
      {isAbsent && (
        <p className="muted pad" role="status">
          {m.conversations.outsideFilter}
        </p>
      )}
      <div
        className="messages"
        ref={list.scroller}
        role="feed"
        aria-label={props.label}
        aria-busy={head.isPending}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onScroll={list.onScroll}
        onScrollEnd={list.onScrollEnd}
      >
        <div className="messages-sizer" ref={list.sizer}>
          <div className="messages-block" ref={list.block}>
            {positions(laidOut).map((index) => {
              const item = row(index);
              return (
                <MessageRow
                  key={index}
                  index={index}
                  total={total}
                  item={item}
                  before={index === 0 ? null : row(index - 1)}
                  isMarked={index === marked}
                  isCurrent={index === current}
                  marks={NO_MARKS}
                  open={(item === null ? undefined : open.get(item.id)) ?? nothingOpen}
                  actions={actions}
                  onMark={setMarked}
                />
              );
            })}
          </div>
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
            value={shown + 1}
            aria-label={m.conversations.place}
            onChange={(event) => {
              list.goTo(Number(event.currentTarget.value) - 1, 'middle');
            }}
          />
          <span className="numeric muted">{m.conversations.position(showCount(shown + 1), showCount(total))}</span>
        </footer>
      )}
    </>
  );
}

function positions(span: Span | null): readonly number[] {
  return span === null ? [] : Array.from({ length: span.to - span.from + 1 }, (_, n) => span.from + n);
}

/** The position that the slider names: the middle of the screen, but the first and the last where they are on it. */
function placeShown(onScreen: Span | null, total: number): number {
  if (onScreen === null || onScreen.from === 0) return 0;
  return onScreen.to >= total - 1 ? total - 1 : Math.round((onScreen.from + onScreen.to) / 2);
}

function isRow(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.getAttribute('role') === 'article';
}

/** True where taking the focus takes it from nobody: it is among the messages, or what held it is gone. */
function isFocusFree(feed: HTMLElement | null): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || activeElement.id === 'content' || feed?.contains(activeElement) === true; // prettier-ignore
}
