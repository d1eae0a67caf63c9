import { SearchIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { drop } from '../../components/filter-bar/chips.ts';
import { JobsOf } from '../../components/jobs-of.tsx';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { Hits } from './hits.tsx';
import { ModeChoice, QueryForm, type Mode } from './query-form.tsx';
import { SavedSearches } from './saved-searches.tsx';
import { TermList } from './term-list.tsx';

/** Words, a pattern or a keyword list over the whole case, with exact counts and the way to each place. */
export function Search(): ReactNode {
  const m = useMessages();
  const { filter, own } = useLocation();
  const isAsked = filter.text !== undefined || filter.regex !== undefined;
  const mode: Mode = own === 'terms' ? 'terms' : own === 'regex' || filter.regex !== undefined ? 'regex' : 'words';
  const choose = (next: Mode): void => {
    const rest = drop(filter, 'text', 'regex', 'regexFlags');
    go({ own: next === 'words' ? null : next, filter: rest, item: null });
  };
  return (
    <div className="page tall search">
      <header className="page-head">
        <h1>{m.search.title}</h1>
        <ModeChoice mode={mode} onMode={choose} />
      </header>
      {mode === 'terms' ? (
        <TermList filter={filter} />
      ) : (
        <QueryForm key={`${mode} ${filter.text ?? ''} ${filter.regex ?? ''}`} filter={filter} mode={mode} />
      )}
      <JobsOf kinds={['export']} />
      {isAsked && mode !== 'terms' && <Hits key={JSON.stringify(filter)} filter={filter} />}
      {!isAsked && <SavedSearches />}
      {!isAsked && mode !== 'terms' && (
        <EmptyState icon={<SearchIcon size={28} />} title={m.search.start} text={m.search.startText} />
      )}
    </div>
  );
}
