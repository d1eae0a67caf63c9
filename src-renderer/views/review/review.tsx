import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { TagIcon } from '@blueprintjs/icons';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { ask } from '../../engine/use-engine.ts';
import { samePages, usePages } from '../../engine/use-pages.ts';
import { matchesMarks } from '../../marks/matches-marks.ts';
import { openNotes } from '../../marks/note-target.ts';
import { useMarking } from '../../marks/use-marking.ts';
import { useMessages } from '../../messages/index.ts';
import type { TagView } from '../../../src-main/contract/index.ts';
import { isTyping } from '../../shell/shortcuts.ts';
import { go, goView, useLocation } from '../../state/location.ts';
import { CONTEXT_KEPT_MS, contextOf } from './context.ts';
import { QueueRow } from './queue-row.tsx';
import { Reader } from './reader.tsx';
import { ReviewHead, type Advance } from './review-head.tsx';
import { MarkPanel } from './mark-panel.tsx';
import { Unfound } from './unfound.tsx';
import { start } from '../../engine/untold.ts';

/** How many rows beyond the one being read have their context fetched. */
const AHEAD = 3;

/** Goes through what the filter lets through, one item at a time, with a key for each tag. */
export function Review(): ReactNode {
  const m = useMessages();
  const { filter, item: target } = useLocation();
  const cache = useQueryClient();
  const [range, setRange] = useState({ from: 0, to: 40 });
  const [active, setActive] = useState(0);
  const [advance, setAdvance] = useState<Advance>('next');
  const [isEnd, setEnd] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const pages = usePages(['item.page', filter], range, (index, limit, signal) =>
    ask('item.page', { filter, at: { index }, limit }, signal),
  );
  const total = pages.total ?? 0;
  const at = Math.min(active, Math.max(0, total - 1));
  const item = pages.row(at);
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange((before) => samePages(before, next));
  }, []);

  const goTo = async (found: Promise<number | null>): Promise<void> => {
    setFailure(null);
    try {
      const id = await found;
      setEnd(id === null);
      if (id !== null) setActive((await ask('item.page', { filter, at: { item: id }, limit: 1 })).first);
    } catch (reason) {
      setFailure(reason instanceof Error ? reason : new Error(String(reason)));
    }
  };
  const nextUntagged = (from: number | null): void => {
    const asked = from === null ? { filter } : { filter, from };
    start(goTo(ask('review.next', asked).then((found) => found.item)));
  };
  const marking = useMarking({
    pages,
    active: at,
    itemOf: (row) => row,
    onMarked(after) {
      setEnd(false);
      // An item that the filter no longer lets through leaves the list, and the next one takes its place.
      if (advance === 'stay' || after.tags.length === 0 || !matchesMarks(filter, after)) return;
      if (advance === 'next') setActive(Math.min(at + 1, total - 1));
      else nextUntagged(after.id);
    },
    onNotes(id) {
      const note = root.current?.querySelector<HTMLElement>('[data-focus=note]');
      if (note === null || note === undefined) openNotes(id);
      else note.focus();
    },
  });

  // What is pressed beside the list acts on what stands there then: the panels are not drawn anew at each key for it.
  const now = useRef({ marking, item, nextUntagged });
  useEffect(() => {
    now.current = { marking, item, nextUntagged };
  });
  const onUndo = useCallback(() => now.current.marking.undo?.(), []);
  const onNextUntagged = useCallback(() => {
    now.current.nextUntagged(now.current.item?.id ?? null);
  }, []);
  const onTag = useCallback((tag: TagView) => {
    if (now.current.item !== null) now.current.marking.toggleTag(now.current.item, tag);
  }, []);
  const onBookmark = useCallback(() => {
    if (now.current.item !== null) now.current.marking.toggleBookmark(now.current.item);
  }, []);

  useEffect(() => {
    if (target !== null) start(goTo(Promise.resolve(target)));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the address alone leads somewhere
  }, [target]);

  const isReady = item !== null;
  useEffect(() => {
    const { activeElement } = document;
    const isFree = activeElement === null || activeElement === document.body || activeElement.id === 'content';
    if (isReady && isFree) root.current?.querySelector<HTMLElement>('.virtual-rows')?.focus({ preventScroll: true });
  }, [isReady]);

  const ahead = Array.from({ length: AHEAD }, (_, n) => pages.row(at + n + 1)).filter((row) => row !== null);
  const aheadIds = ahead.map(({ id }) => id).join();
  useEffect(() => {
    for (const row of ahead) {
      const asked = contextOf(row);
      if (asked !== null)
        // What fails here is asked for again, and said, when it is needed.
        cache
          .query({ queryKey: ['item.page', asked], queryFn: () => ask('item.page', asked), gcTime: CONTEXT_KEPT_MS })
          .catch(() => undefined);
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the ids stand for the rows
  }, [aheadIds, cache]);

  const act = (event: KeyboardEvent): boolean => {
    if (marking.press(event)) return true;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === 'u') nextUntagged(item?.id ?? null);
    else if (event.key === 'p' && item !== null) go({ record: item.id });
    // No number leads away from the review.
    else return event.key === '0';
    return true;
  };
  const open = (index: number): void => {
    const row = pages.row(index);
    if (row !== null && row.conversation !== null)
      goView('conversations', { conversation: row.conversation, item: row.id });
  };

  return (
    <div
      className="page tall review"
      ref={root}
      onKeyDown={(event) => {
        if (event.defaultPrevented || isTyping(event.target)) return;
        if (act(event)) event.preventDefault();
      }}
    >
      <ReviewHead
        filter={filter}
        total={total}
        tags={marking.tags}
        advance={advance}
        onAdvance={setAdvance}
        onUndo={marking.undo === null ? null : onUndo}
        onNextUntagged={onNextUntagged}
      />
      {[marking.error, failure, pages.error].map(
        (error, index) => error !== null && <FailureNote key={index} error={error} />,
      )}
      <Unfound />
      {pages.total === 0 ? (
        <EmptyState icon={<TagIcon size={28} />} title={m.review.none} text={m.review.noneText} />
      ) : (
        <div className="review-body">
          <VirtualRows
            className="review-queue"
            count={total}
            rowHeight={52}
            label={m.review.queue}
            active={at}
            onActive={(index) => {
              setEnd(false);
              setActive(index);
            }}
            onOpen={open}
            opensOnClick={false}
            onRange={onRange}
            row={(index) => <QueueRow item={pages.row(index)} />}
          />
          <section className="review-reader" aria-label={m.review.reader} aria-live="polite">
            {isEnd && (
              <p className="callout" role="status">
                {m.review.end}
              </p>
            )}
            {item !== null && <Reader item={item} />}
          </section>
          <MarkPanel item={item} tags={marking.tags} onTag={onTag} onBookmark={onBookmark} />
        </div>
      )}
    </div>
  );
}
