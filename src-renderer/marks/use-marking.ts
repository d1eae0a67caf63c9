import { useState, type KeyboardEvent } from 'react';
import type { ItemView, MarkChange, TagView } from '../../src-main/contract/index.ts';
import { ask, useEngine } from '../engine/use-engine.ts';
import { useCaseId } from '../engine/use-case.ts';
import { forgetMade, rememberMade, useMadeMarks } from './made-marks.ts';
import { showMarks } from './show-marks.ts';

/** Setting and taking off marks of single items, with the way back. */
export interface Marking {
  readonly tags: readonly TagView[];
  readonly toggleTag: (item: ItemView, tag: TagView) => void;
  readonly toggleBookmark: (item: ItemView) => void;
  /** Sets or takes off the tag of a number key; false where the key is no tag's. */
  readonly press: (
    event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
    item: ItemView,
  ) => boolean;
  /** Takes back the last change that is not taken back; null where there is none. */
  readonly undo: (() => void) | null;
  /** Why the last change was not made. */
  readonly error: Error | null;
}

/** Marks show at once; the engine's answer, some milliseconds later, puts right what it refuses. */
export function useMarking(onMarked: (after: ItemView) => void = () => undefined): Marking {
  const tags = useEngine('tag.list', {});
  const [error, setError] = useState<Error | null>(null);
  const caseId = useCaseId();
  const last = useMadeMarks(({ made }) => made.findLast((one) => one.caseId === caseId));
  const known = tags.data ?? [];

  const send = (before: ItemView, after: ItemView, change: () => Promise<MarkChange>): void => {
    setError(null);
    showMarks(after);
    onMarked(after);
    change().then(
      (done) => {
        rememberMade(caseId, done);
      },
      (reason: unknown) => {
        showMarks(before);
        setError(reason instanceof Error ? reason : new Error(String(reason)));
      },
    );
  };
  const toggleTag = (item: ItemView, { tag, name, colour, key }: TagView): void => {
    const on = !item.tags.some((ref) => ref.tag === tag);
    const others = item.tags.filter((ref) => ref.tag !== tag);
    const after = on ? [...others, { tag, name, colour, key }].sort((a, b) => (a.key ?? 10) - (b.key ?? 10)) : others;
    send(item, { ...item, tags: after }, () => ask('item.tag', { tag, on, items: [item.id] }));
  };
  return {
    tags: known,
    toggleTag,
    toggleBookmark(item) {
      const on = !item.bookmarked;
      send(item, { ...item, bookmarked: on }, () => ask('item.bookmark', { on, items: [item.id] }));
    },
    press(event, item) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
      const tag = known.find(({ key }) => key !== null && String(key) === event.key);
      if (tag !== undefined) toggleTag(item, tag);
      return tag !== undefined;
    },
    undo:
      last === undefined
        ? null
        : () => {
            forgetMade(last);
            ask('mark.undo', { change: last.change }).catch((reason: unknown) => {
              // What was refused is still made.
              rememberMade(last.caseId, last);
              setError(reason instanceof Error ? reason : new Error(String(reason)));
            });
          },
    error,
  };
}
