import { Button } from '@blueprintjs/core';
import { ArrowDownIcon, ArrowUpIcon, SearchIcon } from '@blueprintjs/icons';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { drop } from '../../components/filter-bar/chips.ts';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { usePages } from '../../engine/use-pages.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMarking } from '../../marks/use-marking.ts';
import { useMessages } from '../../messages/index.ts';
import { go, goView, here } from '../../state/location.ts';
import { showCount } from '../../time/units.ts';
import { OnlyThis } from '../../components/only-this.tsx';
import { HitContext } from './hit-context.tsx';
import { HitGroups } from './hit-groups.tsx';
import { HitRow } from './hit-row.tsx';
import { QueryProblem } from './query-problem.tsx';
import { SearchTools } from './search-tools.tsx';

/** Hits by conversation and one by one, with the way from each to the next through the whole case. */
export function Hits({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const [within, setWithin] = useState<number | null>(null);
  const [range, setRange] = useState({ from: 0, to: 30 });
  const [active, setActive] = useState<number | null>(null);
  const narrowed: Filter = within === null ? filter : { ...filter, conversations: [within] };
  const whole = useEngine('search.page', { filter, limit: 1 });
  // Coming back from the conversation, the hit that was left is the current one again.
  const [sought] = useState(here().item);
  const place = useEngine('search.page', sought === null ? null : { filter, at: { item: sought }, limit: 1 });
  const current = active ?? (within === null ? (place.data?.first ?? null) : null);
  const pages = usePages(['search.page', narrowed], range, (index, limit, signal) =>
    ask('search.page', { filter: narrowed, at: { index }, limit }, signal),
  );
  const marking = useMarking({ pages, active: current, itemOf: ({ item }) => item });
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange(next);
  }, []);
  const total = pages.total ?? 0;
  const step = (by: number): void => {
    if (total > 0) setActive(((current ?? (by > 0 ? -1 : 0)) + by + total) % total);
  };
  const walk = useRef(step);
  useEffect(() => {
    walk.current = step;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F3') return;
      event.preventDefault();
      walk.current(event.shiftKey ? -1 : 1);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
  if (whole.error !== null) return <QueryProblem error={whole.error} isRegex={filter.regex !== undefined} />;
  if (whole.data?.total === 0) {
    return <EmptyState icon={<SearchIcon size={28} />} title={m.search.none} text={m.search.noneText} />;
  }
  const open = (index: number): void => {
    const hit = pages.row(index);
    if (hit?.item.conversation !== null && hit !== null) {
      go({ item: hit.item.id }, true);
      goView('conversations', {
        conversation: hit.item.conversation,
        item: hit.item.id,
        filter: drop(filter, 'text', 'regex', 'regexFlags'),
      });
    }
  };
  const hit = current === null ? null : pages.row(current);
  const group = whole.data?.byConversation.find(({ conversation }) => conversation === within);
  return (
    <div className={hit === null ? 'search-body' : 'search-body with-context'}>
      <HitGroups
        groups={whole.data?.byConversation ?? []}
        total={whole.data?.total ?? null}
        within={within}
        onWithin={(conversation) => {
          setWithin(conversation);
          setActive(null);
        }}
      />
      <section className="hit-list" aria-label={m.search.hits}>
        <div className="row">
          <strong className="numeric" role="status">
            {m.counts.hits(total)}
          </strong>
          {group !== undefined && <OnlyThis name={group.title} part={{ conversations: [group.conversation] }} />}
          {pages.withheld > 0 && <span className="muted">{m.counts.withheld(pages.withheld)}</span>}
          <span className="spring" />
          {current !== null && (
            <span className="muted numeric">{m.search.position(showCount(current + 1), showCount(total))}</span>
          )}
          <Button
            size="small"
            variant="minimal"
            icon={<ArrowUpIcon size={12} />}
            aria-label={m.general.previous}
            onClick={() => {
              step(-1);
            }}
          />
          <Button
            size="small"
            variant="minimal"
            icon={<ArrowDownIcon size={12} />}
            aria-label={m.general.next}
            onClick={() => {
              step(1);
            }}
          />
          <SearchTools filter={narrowed} terms={[]} />
        </div>
        {[pages.error, marking.error].map(
          (error, index) => error !== null && <FailureNote key={index} error={error} />,
        )}
        <VirtualRows
          count={total}
          rowHeight={64}
          label={m.search.hits}
          active={current}
          onActive={setActive}
          onOpen={open}
          opensOnClick={false}
          onRange={onRange}
          spends={marking.press}
          onKey={(event, index) => {
            const row = pages.row(index);
            if (event.key === 'p' && row !== null) go({ record: row.item.id });
          }}
          row={(index) => {
            const row = pages.row(index);
            return row === null ? <span className="placeholder" /> : <HitRow hit={row} />;
          }}
        />
      </section>
      {hit !== null && current !== null && (
        <HitContext
          key={hit.item.id}
          hit={hit}
          onShow={() => {
            open(current);
          }}
        />
      )}
    </div>
  );
}
