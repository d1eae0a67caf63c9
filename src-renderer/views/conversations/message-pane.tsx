import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type MouseEvent, type ReactNode, type RefObject } from 'react'; // prettier-ignore
import type { ConversationView, Filter, ItemView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { contains, type Span } from '../../components/place-rows.ts';
import { useAnchoredRows } from '../../components/use-anchored-rows.ts';
import { nextIndex } from '../../components/virtual-rows.tsx';
import { failureOf } from '../../engine/failure.ts';
import { usePages } from '../../engine/use-pages.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMarking } from '../../marks/use-marking.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import type { Mark } from '../../text/evidence-text.tsx';
import { nothingOpen, type ItemActions } from './item-actions.ts';
import { ItemMenu, type MenuPlace } from './item-menu.tsx';
import { MediaViewer, type Shown } from './media-viewer.tsx';
import { MessageRow } from './message-row.tsx';
import { PaneFoot } from './pane-foot.tsx';
import { keyMeant, PART_KEYS, waitsForItem } from './pane-keys.ts';
import { isPicked } from './picks.ts';
import { useKeysInTurn } from './use-keys-in-turn.ts';
import { useOpenParts } from './use-open-parts.ts';
import { usePicks } from './use-picks.ts';
import { useTimeLock, type TimeLock } from './use-time-lock.ts';

const PAGE_KEY_ROWS = 8;
const NO_MODIFIERS = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const NO_MARKS: readonly Mark[] = [];

/**
 * The messages of a conversation, paged by position. One row is marked: keys act on it, and the focus follows it. Opens
 * at `target`, or at the end. Mounted anew for another filter, under which positions mean other items.
 */
export function MessagePane(props: {
  readonly filter: Filter;
  readonly about: ConversationView | undefined;
  readonly target: number | null;
  /** Asks for another target. */
  readonly onTarget: (item: number) => void;
  /** Changes with each jump that is asked for from outside, also to the target of before. */
  readonly jumps: number;
  /** Told the message in view: the marked one where it is on the screen, else the first on it. */
  readonly here: RefObject<number | null>;
  readonly lock: TimeLock | null;
  readonly label: string;
  /** Runs of text that were looked for, by item. */
  readonly marks: ReadonlyMap<number, readonly Mark[]>;
}): ReactNode {
  const { filter, target, onTarget, jumps } = props;
  const m = useMessages();
  const head = useEngine('item.page', { filter, limit: 1 });
  const place = useEngine('item.page', target === null ? null : { filter, at: { item: target }, limit: 1 });
  const total = head.data?.total ?? 0;
  const list = useAnchoredRows(total);
  const { laidOut, onScreen, scroller } = list;
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
  const [pictured, setShown] = useState<Shown | null>(null);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const picked = usePicks(filter, props.about);
  const focusOn = useRef<number | null>(null);
  const row = pages.row;
  useTimeLock(props.lock, filter, list, onScreen, row);
  const marking = useMarking({ pages, active: marked, itemOf: (item) => item });

  const isAbsent = place.error !== null && failureOf(place.error).code === 'not-found';
  const goal = isAbsent ? null : target;
  const first = place.data?.first;
  const isOnTheWay = reached !== goal;
  useEffect(() => {
    setReached(undefined);
  }, [jumps]);
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

  // Until the row gone to is laid out, keys would go to nothing where nothing has the focus: the pane holds them for it.
  useLayoutEffect(() => {
    const view = scroller.current;
    const isHeld = view?.contains(document.activeElement) === true;
    if (isOnTheWay && goal !== null && !isHeld && isFocusFree(view)) view?.focus({ preventScroll: true });
  }, [isOnTheWay, goal, scroller]);

  // Rows come and go; the focus goes to the marked one as soon as it is laid out.
  useLayoutEffect(() => {
    const element = focusOn.current === null ? null : list.element(focusOn.current);
    if (element === null) return;
    focusOn.current = null;
    element.focus({ preventScroll: true });
  });

  const seen = marked !== null && contains(onScreen, marked) ? marked : (onScreen?.from ?? null);
  const seenId = seen === null ? null : (row(seen)?.id ?? null);
  const { here } = props;
  useEffect(() => {
    here.current = seenId;
  }, [seenId, here]);

  const jumpTo = useCallback(
    (item: number): void => {
      setReached(undefined);
      onTarget(item);
    },
    [onTarget],
  );
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
      enlarge: (item, attachment) => {
        setShown({ item, attachment });
      },
      provenance: (item) => {
        go({ record: item.id });
      },
    }),
    [goToQuoted, toggle],
  );
  const goBack = (): void => {
    const reply = replies.at(-1);
    if (reply === undefined) return;
    // What was pressed may be gone with the last step back, and the focus with it.
    scroller.current?.focus({ preventScroll: true });
    setReplies(replies.slice(0, -1));
    jumpTo(reply);
  };
  const openMenu = (index: number, at: { readonly left: number; readonly top: number } | null): void => {
    const item = row(index);
    const box = list.element(index)?.querySelector('.bubble, .system-line')?.getBoundingClientRect();
    if (item === null || box === undefined) return;
    setMenu({ item, index, ...(at ?? { left: box.left + 24, top: box.top + 28 }) });
  };
  const mark = (index: number): void => {
    setMarked(index);
    focusOn.current = index;
    list.goTo(index, 'nearest');
  };

  const act = (meant: string): void => {
    const markKey = /^mark (.)$/u.exec(meant)?.[1];
    if (markKey !== undefined) marking.press({ key: markKey, ...NO_MODIFIERS });
    const isRange = meant.startsWith('range ');
    const key = isRange ? meant.slice('range '.length) : meant;
    const at = marked ?? onScreen?.to ?? 0;
    const next = nextIndex({ key }, at, PAGE_KEY_ROWS, total);
    if (next !== null) {
      mark(next);
      if (isRange) picked.extend(next, at);
    }
    if (key === 'Backspace') goBack();
    else if (key === 'all') picked.all(total);
    else if (key === 'copy') picked.copy(picked.count > 0 ? null : marked);
    const item = marked === null ? null : row(marked);
    if (item === null || marked === null) return;
    const part = PART_KEYS[key];
    if (key === 'p') actions.provenance(item);
    else if (key === 'q') goToQuoted(item);
    else if (key === 'm') openMenu(marked, null);
    else if (key === ' ') picked.toggle(marked);
    else if (part !== undefined) toggle(item, part);
  };
  const keys = useKeysInTurn(
    (key) => !isOnTheWay && (!waitsForItem(key) || marked === null || row(marked) !== null),
    act,
  );

  const onClick = (event: MouseEvent): void => {
    const index = indexOf(event.target);
    if (index === null) return;
    if (event.shiftKey) picked.extend(index, marked ?? index);
    else if (event.ctrlKey || event.metaKey) picked.toggle(index);
  };

  const error = marking.error ?? head.error ?? (isAbsent ? null : place.error) ?? pages.error ?? picked.error;
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
        onKeyDown={(event) => {
          if (event.key === 'Escape' && picked.count > 0) picked.clear();
          else {
            const key = keyMeant(event);
            if (key === null) return;
            keys.press(key);
          }
          event.preventDefault();
        }}
        onPointerDown={keys.drop}
        onClick={onClick}
        onContextMenu={(event) => {
          const index = indexOf(event.target);
          if (index === null || document.getSelection()?.isCollapsed === false) return;
          event.preventDefault();
          setMarked(index);
          openMenu(index, { left: event.clientX, top: event.clientY });
        }}
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
                  isPicked={isPicked(picked.picks, index)}
                  marks={(item === null ? undefined : props.marks.get(item.id)) ?? NO_MARKS}
                  open={(item === null ? undefined : open.get(item.id)) ?? nothingOpen}
                  actions={actions}
                  onMark={setMarked}
                />
              );
            })}
          </div>
        </div>
      </div>
      {head.data?.total === 0 && !isAbsent && (
        <p className="muted pad" role="status">
          {Object.keys(props.filter).length > 1 ? m.conversations.noneUnderFilter : m.conversations.noneRead}
        </p>
      )}
      {total > 0 && (
        <PaneFoot
          shown={shown}
          total={total}
          picked={picked.count}
          said={picked.said}
          canGoBack={replies.length > 0}
          onBack={goBack}
          onPlace={(index) => {
            list.goTo(index, 'middle');
          }}
          onCopy={() => {
            picked.copy(null);
          }}
          onUnpick={picked.clear}
        />
      )}
      {pictured !== null && (
        <MediaViewer
          shown={pictured}
          filter={filter}
          onShow={setShown}
          onGo={(item) => {
            setShown(null);
            jumpTo(item.id);
          }}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
      <ItemMenu
        place={menu}
        isPicked={menu !== null && isPicked(picked.picks, menu.index)}
        onClose={() => {
          focusOn.current = menu?.index ?? null;
          setMenu(null);
        }}
        onCopy={picked.copy}
        onPick={picked.toggle}
        onProvenance={actions.provenance}
        onQuote={goToQuoted}
      />
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

/** The position of the row that an event happened in. */
function indexOf(target: EventTarget): number | null {
  const article = target instanceof Element ? target.closest('[role=article]') : null;
  return article === null ? null : Number(article.getAttribute('aria-posinset')) - 1;
}

/** True where taking the focus takes it from nobody: it is among the messages, or what held it is gone. */
function isFocusFree(feed: HTMLElement | null): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || activeElement.id === 'content' || feed?.contains(activeElement) === true; // prettier-ignore
}
