import { Button, InputGroup, PopoverNext } from '@blueprintjs/core';
import { FilterIcon, SearchIcon } from '@blueprintjs/icons';
import { useEffect, useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useZone } from '../../engine/use-case.ts';
import { failureOf } from '../../engine/failure.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { plainVisible } from '../../text/visible.ts';
import { ChipList } from './chip-list.tsx';
import { chipsOf, drop } from './chips.ts';
import { FilterForm } from './filter-form.tsx';
import { SavedFilters } from './saved-filters.tsx';
import { useFilterNames } from './use-filter-names.ts';
import { useFilterNow } from './use-filter-now.ts';

/** What rules every view: chips that can be taken off, and the count of what is let through. */
export function FilterBar(): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { filter, view } = useLocation();
  const names = useFilterNames(filter);
  const { unfound, error } = useFilterNow(filter);
  const chips = chipsOf(filter, names, zone, m, unfound);
  return (
    <section className="filter-bar" aria-label={m.filter.label}>
      {view !== 'search' && <TextFilter key={filter.text ?? ''} filter={filter} />}
      <PopoverNext placement="bottom-start" content={<FilterForm filter={filter} />}>
        <Button
          size="small"
          variant="outlined"
          icon={<FilterIcon size={12} />}
          text={m.filter.add}
          data-focus="filter"
        />
      </PopoverNext>
      <SavedFilters filter={filter} />
      <ChipList chips={chips} />
      {chips.length === 0 && <span className="muted filter-empty">{m.filter.empty}</span>}
      {chips.length > 0 && (
        <Button
          size="small"
          variant="minimal"
          text={m.filter.clear}
          onClick={() => {
            go({ filter: {} });
          }}
        />
      )}
      <span className="spring" />
      {error === null ? <FilterCount filter={filter} /> : <Problem error={error} />}
    </section>
  );
}

/** How many items are shown, of how many, how many are hidden, and how many the scope withholds: always exact. */
function FilterCount({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const shown = useEngine('item.page', { filter, limit: 1 }, { keepPrevious: true });
  const all = useEngine('item.page', { filter: {}, limit: 1 }, { keepPrevious: true });
  if (shown.error !== null) return <Problem error={shown.error} />;
  if (shown.data === undefined || all.data === undefined) return null;
  // What was shown under the filter before is no count of this one.
  if (shown.isPlaceholderData)
    return (
      <span className="numeric filter-count muted" role="status">
        …
      </span>
    );
  const hidden = all.data.total - shown.data.total;
  return (
    <span className="numeric filter-count" role="status">
      {m.filter.shownOf(shown.data.total, all.data.total)}
      {hidden > 0 && <span className="muted"> · {m.filter.hidden(hidden)}</span>}
      {all.data.withheld > 0 && <span className="muted"> · {m.counts.withheld(all.data.withheld)}</span>}
    </span>
  );
}

function Problem({ error }: { readonly error: Error }): ReactNode {
  const m = useMessages();
  const { code, detail } = failureOf(error);
  return (
    <span className="filter-count problem" role="alert">
      {plainVisible(m.failures[code](detail).what)}
    </span>
  );
}

function TextFilter({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const [text, setText] = useState(filter.text ?? '');
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === (filter.text ?? '')) return undefined;
    const timer = setTimeout(() => {
      go({ filter: wanted === '' ? drop(filter, 'text') : { ...filter, text: wanted } }, filter.text !== undefined);
    }, 500);
    return () => {
      clearTimeout(timer);
    };
  }, [text, filter]);
  return (
    <InputGroup
      size="small"
      className="filter-text"
      leftElement={
        <span className="input-icon">
          <SearchIcon size={12} />
        </span>
      }
      value={text}
      onValueChange={setText}
      placeholder={m.filter.text}
      aria-label={m.filter.text}
      title={m.filter.textHint}
    />
  );
}
