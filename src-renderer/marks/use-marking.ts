import { useEffect, useState, type KeyboardEvent } from 'react';
import type { MarkChange, MarkedItem, TagView } from '../../src-main/contract/index.ts';
import type { PagedRows } from '../engine/use-pages.ts';
import { ask, useEngine } from '../engine/use-engine.ts';
import { useCaseId } from '../engine/use-case.ts';
import { rememberMade, takeBack, useMadeMarks } from './made-marks.ts';
import { openNotes } from './note-target.ts';
import { askAgain, showMarks } from './show-marks.ts';

/** Setting and taking off marks of single items, with the way back. */
export interface Marking {
  readonly tags: readonly TagView[];
  readonly toggleTag: (item: MarkedItem, tag: TagView) => void;
  readonly toggleBookmark: (item: MarkedItem) => void;
  /**
   * Acts on a key in a list of items: a number sets or takes off its tag, B the bookmark, N opens the notes, Z takes the
   * last change back. A key for a row that has not come waits for that row, and is let go when another row becomes the
   * active one or the list changes. False where the key means none of it: a number without a tag is spent all the same,
   * for the window would leave the list by it.
   */
  readonly press: (event: PressedKey) => boolean;
  /** Takes back the last change that is not taken back; null where there is none. */
  readonly undo: (() => void) | null;
  /** Why the last change was not made. */
  readonly error: Error | null;
}

/** A list whose active row the keys mark. */
export interface MarkedList<T> {
  readonly pages: PagedRows<T>;
  /** The position of the row that keys act on; null: of none. */
  readonly active: number | null;
  readonly itemOf: (row: T) => MarkedItem;
  /** Told an item with its new marks. */
  readonly onMarked?: (after: MarkedItem) => void;
  /** Opens the notes on an item; by default over the window. */
  readonly onNotes?: (item: number) => void;
}

type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** A key that was pressed on a row which had not come: the list, how long it was, and the position in it. */
interface HeldKey {
  readonly key: string;
  readonly list: string;
  readonly total: number;
  readonly index: number;
}

/** Whether a key sets, takes off or takes back marks wherever items are listed. */
export function isMarkKey({ key, ctrlKey, metaKey, altKey, shiftKey }: PressedKey): boolean {
  return !ctrlKey && !metaKey && !altKey && !shiftKey && /^[1-9bnz]$/u.test(key);
}

/** Marks show at once; the engine's answer, some milliseconds later, puts right what it refuses. */
export function useMarking<T>(of: MarkedList<T>): Marking {
  const tags = useEngine('tag.list', {});
  const [error, setError] = useState<Error | null>(null);
  const [held, setHeld] = useState<readonly HeldKey[]>([]);
  const caseId = useCaseId();
  const last = useMadeMarks(({ made }) => made.findLast((one) => one.caseId === caseId));
  const { pages, active } = of;
  const row = active === null ? null : pages.row(active);
  const item = row === null ? null : of.itemOf(row);

  const fail = (reason: unknown): void => {
    setError(reason instanceof Error ? reason : new Error(String(reason)));
  };
  const send = (before: MarkedItem, after: MarkedItem, asked: Promise<MarkChange>): void => {
    setError(null);
    showMarks(after);
    of.onMarked?.(after);
    rememberMade(caseId, asked);
    asked.catch((reason: unknown) => {
      showMarks(before);
      askAgain();
      fail(reason);
    });
  };
  const toggleTag = (marked: MarkedItem, { tag, name, colour, key }: TagView): void => {
    const on = !marked.tags.some((ref) => ref.tag === tag);
    const others = marked.tags.filter((ref) => ref.tag !== tag);
    const after = on ? [...others, { tag, name, colour, key }].sort((a, b) => (a.key ?? 10) - (b.key ?? 10)) : others;
    send(marked, { ...marked, tags: after }, ask('item.tag', { tag, on, items: [marked.id] }));
  };
  const toggleBookmark = (marked: MarkedItem): void => {
    const on = !marked.bookmarked;
    send(marked, { ...marked, bookmarked: on }, ask('item.bookmark', { on, items: [marked.id] }));
  };
  const undo =
    last === undefined
      ? null
      : (): void => {
          setError(null);
          takeBack(last).catch(fail);
        };

  const act = (key: string, on: MarkedItem): void => {
    if (key === 'b') toggleBookmark(on);
    else if (key === 'n') (of.onNotes ?? openNotes)(on.id);
    else {
      const tag = tags.data?.find((known) => known.key !== null && String(known.key) === key);
      if (tag !== undefined) toggleTag(on, tag);
    }
  };
  /** Whether all is there that a key needs. */
  const isReady = (key: string): boolean => item !== null && (tags.data !== undefined || key === 'b' || key === 'n');
  // eslint-disable-next-line react-hooks/exhaustive-deps -- each drawing may bring the row; the chain ends with what is held
  useEffect(() => {
    const [next, ...others] = held;
    if (next === undefined) return;
    const isSame = next.list === pages.name && next.total === pages.total && next.index === active;
    if (!isSame || pages.error !== null || tags.error !== null) setHeld([]);
    else if (item !== null && isReady(next.key)) {
      setHeld(others);
      act(next.key, item);
    }
  });

  return {
    tags: tags.data ?? [],
    toggleTag,
    toggleBookmark,
    press(event) {
      if (!isMarkKey(event)) return false;
      const { key } = event;
      if (key === 'z') {
        // What waits was pressed last.
        if (held.length > 0) setHeld(held.slice(0, -1));
        else undo?.();
      } else if (item !== null && held.length === 0 && isReady(key)) act(key, item);
      else if (active !== null && pages.total !== null)
        setHeld([...held, { key, list: pages.name, total: pages.total, index: active }]);
      return true;
    },
    undo,
    error,
  };
}
