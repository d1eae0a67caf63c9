import { useState, type KeyboardEvent } from 'react';
import type { MarkChange, MarkedItem, TagView } from '../../src-main/contract/index.ts';
import { ask, useEngine } from '../engine/use-engine.ts';
import { useCaseId } from '../engine/use-case.ts';
import { forgetMade, rememberMade, useMadeMarks } from './made-marks.ts';
import { openNotes } from './note-target.ts';
import { askAgain, showMarks } from './show-marks.ts';

/** Setting and taking off marks of single items, with the way back. */
export interface Marking {
  readonly tags: readonly TagView[];
  readonly toggleTag: (item: MarkedItem, tag: TagView) => void;
  readonly toggleBookmark: (item: MarkedItem) => void;
  /**
   * Acts on a key in a list of items: a number sets or takes off its tag, B the bookmark, N opens the notes, Z takes the
   * last change back. False where the key means none of it; `item` null: no row is chosen.
   */
  readonly press: (
    event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
    item: MarkedItem | null,
  ) => boolean;
  /** Takes back the last change that is not taken back; null where there is none. */
  readonly undo: (() => void) | null;
  /** Why the last change was not made. */
  readonly error: Error | null;
}

/** Marks show at once; the engine's answer, some milliseconds later, puts right what it refuses. */
export function useMarking(onMarked: (after: MarkedItem) => void = () => undefined): Marking {
  const tags = useEngine('tag.list', {});
  const [error, setError] = useState<Error | null>(null);
  const caseId = useCaseId();
  const last = useMadeMarks(({ made }) => made.findLast((one) => one.caseId === caseId));
  const known = tags.data ?? [];

  const send = (before: MarkedItem, after: MarkedItem, change: () => Promise<MarkChange>): void => {
    setError(null);
    showMarks(after);
    onMarked(after);
    change().then(
      (done) => {
        rememberMade(caseId, done);
      },
      (reason: unknown) => {
        showMarks(before);
        askAgain();
        setError(reason instanceof Error ? reason : new Error(String(reason)));
      },
    );
  };
  const toggleTag = (item: MarkedItem, { tag, name, colour, key }: TagView): void => {
    const on = !item.tags.some((ref) => ref.tag === tag);
    const others = item.tags.filter((ref) => ref.tag !== tag);
    const after = on ? [...others, { tag, name, colour, key }].sort((a, b) => (a.key ?? 10) - (b.key ?? 10)) : others;
    send(item, { ...item, tags: after }, () => ask('item.tag', { tag, on, items: [item.id] }));
  };
  const toggleBookmark = (item: MarkedItem): void => {
    const on = !item.bookmarked;
    send(item, { ...item, bookmarked: on }, () => ask('item.bookmark', { on, items: [item.id] }));
  };
  const undo =
    last === undefined
      ? null
      : (): void => {
          forgetMade(last);
          setError(null);
          ask('mark.undo', { change: last.change }).catch((reason: unknown) => {
            // What was refused is still made.
            rememberMade(last.caseId, last);
            setError(reason instanceof Error ? reason : new Error(String(reason)));
          });
        };
  return {
    tags: known,
    toggleTag,
    toggleBookmark,
    press(event, item) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
      if (event.key === 'z' && undo !== null) {
        undo();
        return true;
      }
      if (item === null) return false;
      if (event.key === 'b') toggleBookmark(item);
      else if (event.key === 'n') openNotes(item.id);
      else {
        const tag = known.find(({ key }) => key !== null && String(key) === event.key);
        if (tag === undefined) return false;
        toggleTag(item, tag);
      }
      return true;
    },
    undo,
    error,
  };
}
