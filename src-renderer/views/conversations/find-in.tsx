import { Button, InputGroup } from '@blueprintjs/core';
import { ArrowDownIcon, ArrowUpIcon, SearchIcon } from '@blueprintjs/icons';
import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { failureOf } from '../../engine/failure.ts';
import { useMessages } from '../../messages/index.ts';
import type { Mark } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';

/** Hits are asked for by so many, and as many before and after, so that those on the screen with one are marked too. */
const BESIDE = 50;
const TYPING_MS = 300;

/** What is looked for, and the message from which on. */
interface Wanted {
  readonly text: string;
  readonly from: number | null;
}

const NOTHING: Wanted = { text: '', from: null };

/** No marks. */
export const NO_MARKS: ReadonlyMap<number, readonly Mark[]> = new Map();

/**
 * Finds words in the whole of a conversation, from the message in view on: exact count, next and previous around its
 * ends, hits marked in the text.
 */
export function FindIn(props: {
  readonly filter: Filter;
  /** Of the conversation. */
  readonly title: string;
  /** The message in view. */
  readonly here: RefObject<number | null>;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly onHit: (item: number, isReplaced: boolean) => void;
  readonly onMarks: (marks: ReadonlyMap<number, readonly Mark[]>) => void;
  /** Leaves for the messages. */
  readonly onLeave: () => void;
}): ReactNode {
  const m = useMessages();
  const { onHit, onMarks, here } = props;
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState<Wanted>(NOTHING);
  /** Where it was stepped to; null: still at the hit next to where the search began. */
  const [stepped, setStepped] = useState<number | null>(null);
  const [turned, setTurned] = useState<'first' | 'last' | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setWanted({ text: text.trim(), from: here.current });
      setStepped(null);
      setTurned(null);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text, here]);
  const filter: Filter = { ...props.filter, text: wanted.text };
  const nearest = useEngine(
    'search.page',
    wanted.text === '' ? null : { filter, at: wanted.from === null ? { index: 0 } : { from: wanted.from }, limit: 1 },
  );
  const total = wanted.text === '' ? null : (nearest.data?.total ?? null);
  const at = stepped ?? nearest.data?.first ?? 0;
  const start = Math.max(0, (Math.floor(at / BESIDE) - 1) * BESIDE);
  const hits = useEngine('search.page', total === null ? null : { filter, at: { index: start }, limit: 3 * BESIDE });
  const page = total === null ? undefined : hits.data;
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
    if (total === null || total === 0) return;
    const next = at + by;
    setTurned(next < 0 ? 'last' : next >= total ? 'first' : null);
    setStepped((next + total) % total);
    if (total === 1 && hit !== undefined) onHit(hit, true);
  };
  const error = nearest.error ?? hits.error;
  const isRefused = wanted.text !== '' && error !== null;
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
          else if (event.key !== 'Escape') return;
          else if (text !== '') setText('');
          else props.onLeave();
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {isRefused && (
        <span className="problem" role="alert">
          {m.failures[failureOf(error).code](failureOf(error).detail).what}
        </span>
      )}
      {wanted.text !== '' && total === null && !isRefused && <span className="muted">…</span>}
      {total !== null && !isRefused && (
        <>
          <span className="numeric muted" role="status">
            {total === 0 ? m.search.none : m.conversations.position(showCount(at + 1), showCount(total))}
            {turned !== null && ` · ${m.conversations.turned[turned]}`}
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
