import { Button, Checkbox, InputGroup, SegmentedControl } from '@blueprintjs/core';
import { ArrowDownIcon, ArrowUpIcon, SearchIcon } from '@blueprintjs/icons';
import { useCallback, useState, type ReactNode } from 'react';
import type { Filter, SearchHit } from '../../../src-main/contract/index.ts';
import { drop } from '../../components/filter-bar/chips.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { usePages } from '../../engine/use-pages.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { nameKey, useTwinReferences } from '../../engine/use-twin-references.ts';
import { Reference } from '../../text/reference.tsx';
import { useMessages } from '../../messages/index.ts';
import { go, goView, useLocation } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';
import { senderClass } from '../conversations/sender-class.ts';
import { excerpt } from './excerpt.ts';
import { hitText } from './hit-text.ts';

/** Words or a pattern over the whole case, with exact counts and the way to each place. */
export function Search(): ReactNode {
  const m = useMessages();
  const { filter } = useLocation();
  const isAsked = filter.text !== undefined || filter.regex !== undefined;
  return (
    <div className="page tall search">
      <header className="page-head">
        <h1>{m.search.title}</h1>
      </header>
      <QueryForm key={`${filter.text ?? ''} ${filter.regex ?? ''}`} filter={filter} />
      {isAsked ? (
        <Hits filter={filter} />
      ) : (
        <EmptyState icon={<SearchIcon size={28} />} title={m.search.start} text={m.search.startText} />
      )}
    </div>
  );
}

function QueryForm({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const [mode, setMode] = useState<'words' | 'regex'>(filter.regex === undefined ? 'words' : 'regex');
  const [text, setText] = useState(filter.regex ?? filter.text ?? '');
  const [ignoreCase, setIgnoreCase] = useState(filter.regexFlags !== '');
  const run = (): void => {
    const rest = drop(filter, 'text', 'regex', 'regexFlags');
    const wanted = text.trim();
    if (wanted === '') go({ filter: rest });
    else if (mode === 'words') go({ filter: { ...rest, text: wanted } });
    else go({ filter: { ...rest, regex: wanted, regexFlags: ignoreCase ? 'i' : '' } });
  };
  return (
    <form
      className="query-form"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <SegmentedControl
        size="small"
        role="radiogroup"
        aria-label={m.search.mode}
        value={mode}
        options={[
          { value: 'words', label: m.search.words },
          { value: 'regex', label: m.search.regex },
        ]}
        onValueChange={(value) => {
          setMode(value === 'regex' ? 'regex' : 'words');
        }}
      />
      <div className="row">
        <InputGroup
          autoFocus
          fill
          className={mode === 'regex' ? 'mono' : ''}
          leftElement={
            <span className="input-icon">
              <SearchIcon size={14} />
            </span>
          }
          value={text}
          onValueChange={setText}
          placeholder={mode === 'words' ? m.search.placeholder : m.search.placeholderRegex}
          aria-label={m.search.title}
        />
        {mode === 'regex' && (
          <Checkbox
            inline
            label={m.search.ignoreCase}
            checked={ignoreCase}
            onChange={() => {
              setIgnoreCase(!ignoreCase);
            }}
          />
        )}
        <Button type="submit" intent="primary" text={m.search.run} />
      </div>
    </form>
  );
}

function Hits({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const [within, setWithin] = useState<number | null>(null);
  const [range, setRange] = useState({ from: 0, to: 30 });
  const [active, setActive] = useState<number | null>(null);
  const narrowed: Filter = within === null ? filter : { ...filter, conversations: [within] };
  const whole = useEngine('search.page', { filter, limit: 1 });
  const pages = usePages(['search.page', narrowed], range, (index, limit, signal) =>
    ask('search.page', { filter: narrowed, at: { index }, limit }, signal),
  );
  const references = useTwinReferences(
    (whole.data?.byConversation ?? []).map(({ conversation, title }) => ({
      kind: 'conversation',
      ref: conversation,
      label: title,
    })),
  );
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange(next);
  }, []);
  if (whole.error !== null) return <FailureNote error={whole.error} />;
  if (whole.data?.total === 0) {
    return <EmptyState icon={<SearchIcon size={28} />} title={m.search.none} text={m.search.noneText} />;
  }
  const total = pages.total ?? 0;
  const step = (by: number): void => {
    if (total > 0) setActive(((active ?? (by > 0 ? -1 : 0)) + by + total) % total);
  };
  const open = (index: number): void => {
    const hit = pages.row(index);
    if (hit?.item.conversation !== null && hit !== null) {
      goView('conversations', {
        conversation: hit.item.conversation,
        item: hit.item.id,
        filter: drop(filter, 'text', 'regex', 'regexFlags'),
      });
    }
  };
  return (
    <div className="search-body">
      <nav className="hit-groups" aria-label={m.search.by}>
        <button
          type="button"
          aria-pressed={within === null}
          onClick={() => {
            setWithin(null);
          }}
        >
          <span>{m.search.all}</span>
          <span className="numeric">{whole.data === undefined ? '' : showCount(whole.data.total)}</span>
        </button>
        {whole.data?.byConversation.map((group) => (
          <button
            key={group.conversation}
            type="button"
            aria-pressed={within === group.conversation}
            onClick={() => {
              setWithin(group.conversation);
              setActive(null);
            }}
          >
            <span className="ellipsis">
              <EvidenceText text={group.title} />
              <Reference of={references.get(nameKey({ kind: 'conversation', ref: group.conversation }))} />
            </span>
            <span className="numeric">{showCount(group.hits)}</span>
          </button>
        ))}
      </nav>
      <section className="hit-list" aria-label={m.search.hits}>
        <div className="row">
          <strong className="numeric" role="status">
            {m.counts.hits(total)}
          </strong>
          <span className="spring" />
          {active !== null && (
            <span className="muted numeric">{m.search.position(showCount(active + 1), showCount(total))}</span>
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
          <Button
            size="small"
            text={m.search.show}
            disabled={active === null}
            onClick={() => {
              if (active !== null) open(active);
            }}
          />
        </div>
        {pages.error !== null && <FailureNote error={pages.error} />}
        <VirtualRows
          count={total}
          rowHeight={64}
          label={m.search.hits}
          active={active}
          onActive={setActive}
          onOpen={open}
          onRange={onRange}
          onKey={(event, index) => {
            const hit = pages.row(index);
            if (event.key === 'p' && hit !== null) go({ record: hit.item.id });
          }}
          row={(index) => {
            const hit = pages.row(index);
            return hit === null ? <span className="placeholder" /> : <HitRow hit={hit} />;
          }}
        />
      </section>
    </div>
  );
}

function HitRow({ hit }: { readonly hit: SearchHit }): ReactNode {
  const m = useMessages();
  const { item } = hit;
  const found = hitText(hit);
  const cut = excerpt(found.text, found.marks);
  return (
    <div className="hit">
      <div className="row small">
        {item.sender === null ? (
          <span className="muted">{m.conversations.noSender}</span>
        ) : (
          <span className={`sender ${senderClass(item.sender.identifier)}`}>
            <EvidenceText text={item.sender.name} />
          </span>
        )}
        <span className="muted ellipsis">
          {item.conversationTitle !== null && <EvidenceText text={item.conversationTitle} />}
        </span>
        <span className="spring" />
        {item.state !== 'live' && <span className="badge danger">{m.words.states[item.state]}</span>}
        {found.field !== 'body' && <span className="badge">{m.words.fields[found.field] ?? found.field}</span>}
        <span className="muted">
          <TimeText ms={item.timeMs} zone={item.timeZone} />
        </span>
      </div>
      <div className="hit-text">
        <EvidenceText text={cut.text} marks={cut.marks} />
      </div>
    </div>
  );
}
