import { Button, InputGroup } from '@blueprintjs/core';
import { ArrowDownIcon, ArrowUpIcon, SearchIcon } from '@blueprintjs/icons';
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { failureOf } from '../../engine/failure.ts';
import { useMessages } from '../../messages/index.ts';
import type { Mark } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';

/** Hits asked for on either side of the one gone to, so that those on the screen with it are marked too. */
const BESIDE = 50;
const TYPING_MS = 300;

/** No marks. */
export const NO_MARKS: ReadonlyMap<number, readonly Mark[]> = new Map();

/** Finds words in the whole of a conversation: exact count, next and previous, hits marked in the text. */
export function FindIn(props: {
  readonly filter: Filter;
  /** Of the conversation. */
  readonly title: string;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly onHit: (item: number, isReplaced: boolean) => void;
  readonly onMarks: (marks: ReadonlyMap<number, readonly Mark[]>) => void;
}): ReactNode {
  const m = useMessages();
  const { onHit, onMarks } = props;
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => {
      setWanted(text.trim());
      setAt(0);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  const start = Math.max(0, at - BESIDE);
  const hits = useEngine(
    'search.page',
    wanted === '' ? null : { filter: { ...props.filter, text: wanted }, at: { index: start }, limit: 2 * BESIDE },
    { keepPrevious: true },
  );
  const page = wanted === '' || hits.isPlaceholderData ? undefined : hits.data;
  const total = wanted === '' ? null : (hits.data?.total ?? null);
  const hit = page?.rows[at - start]?.item.id;
  useEffect(() => {
    if (hit !== undefined) onHit(hit, true);
  }, [hit, onHit]);
  useEffect(() => {
    onMarks(
      page === undefined
        ? NO_MARKS
        : new Map(page.rows.map(({ item, marks }) => [item.id, marks.filter(({ field }) => field === 'body')])),
    );
  }, [page, onMarks]);
  const step = (by: number): void => {
    if (total !== null && total > 0) setAt((at + by + total) % total);
  };
  const isRefused = wanted !== '' && hits.error !== null;
  return (
    <div className="find-in" role="search" aria-label={`${m.conversations.findIn}: ${props.title}`}>
      <InputGroup
        inputRef={props.inputRef}
        size="small"
        value={text}
        onValueChange={setText}
        placeholder={m.conversations.findIn}
        aria-label={m.conversations.findIn}
        title={`${m.conversations.findIn} (Ctrl F)`}
        intent={isRefused ? 'danger' : 'none'}
        leftElement={
          <span className="input-icon">
            <SearchIcon size={12} />
          </span>
        }
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape' && text !== '') setText('');
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {isRefused && (
        <span className="problem" role="alert">
          {m.failures[failureOf(hits.error).code](failureOf(hits.error).detail).what}
        </span>
      )}
      {total !== null && !isRefused && (
        <>
          <span className="numeric muted" role="status">
            {total === 0 ? m.search.none : m.conversations.position(showCount(at + 1), showCount(total))}
          </span>
          <Button
            size="small"
            variant="minimal"
            icon={<ArrowUpIcon size={12} />}
            aria-label={m.general.previous}
            title={`${m.general.previous} (Shift Enter)`}
            disabled={total === 0}
            onClick={() => {
              step(-1);
            }}
          />
          <Button
            size="small"
            variant="minimal"
            icon={<ArrowDownIcon size={12} />}
            aria-label={m.general.next}
            title={`${m.general.next} (Enter)`}
            disabled={total === 0}
            onClick={() => {
              step(1);
            }}
          />
        </>
      )}
    </div>
  );
}
