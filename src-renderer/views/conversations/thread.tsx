import { Button, InputGroup } from '@blueprintjs/core';
import { ArrowDownIcon, ArrowUpIcon, PeopleIcon, SearchIcon } from '@blueprintjs/icons';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { client } from '../../engine/client.ts';
import { useZone } from '../../engine/use-case.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { startOfDay } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';
import { MessagePane } from './message-pane.tsx';
import { Participants } from './participants.tsx';

/** One conversation: who takes part, finding in it, going to a date, and its messages. */
export function Thread({ conversation }: { readonly conversation: number }): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { filter: whole, item } = useLocation();
  const filter: Filter = { ...whole, conversations: [conversation] };
  const about = useEngine('conversation.get', { conversation });
  const [isListed, setListed] = useState(false);
  const [day, setDay] = useState('');
  const date = useRef<HTMLInputElement>(null);
  const find = useRef<HTMLInputElement>(null);
  const goToDay = async (): Promise<void> => {
    const ms = startOfDay(day, zone);
    if (ms === null) return;
    const page = await ask('item.page', { filter, at: { timeMs: ms }, limit: 1 });
    const first = page.rows[0];
    if (first === undefined) return;
    // The answer says where the item stands, too: it need not be asked for again.
    client.setQueryData(['item.page', { filter, at: { item: first.id }, limit: 1 }], page);
    go({ item: first.id });
  };
  const head = about.data?.conversation;
  if (about.error !== null) return <FailureNote error={about.error} />;
  return (
    <section
      className="thread"
      aria-label={head?.title ?? m.general.loading}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === 'f') {
          event.preventDefault();
          find.current?.focus();
        }
      }}
    >
      <header className="thread-head">
        <div className="thread-title">
          <h1 className="ellipsis">{head !== undefined && <EvidenceText text={head.title} />}</h1>
          {head !== undefined && (
            <span className="muted ellipsis">
              {m.words.conversationTypes[head.type] ?? head.type} ·{' '}
              <EvidenceText text={head.identifier} className="mono" /> · <EvidenceText text={head.exhibitReference} /> ·{' '}
              {m.counts.messages(head.messages)}
              {head.deleted > 0 && ` · ${m.counts.deleted(head.deleted)}`}
            </span>
          )}
        </div>
        <span className="spring" />
        <FindIn filter={filter} inputRef={find} />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void goToDay();
          }}
        >
          <InputGroup
            inputRef={date}
            size="small"
            className="date-input"
            placeholder={m.conversations.datePlaceholder}
            value={day}
            onValueChange={setDay}
            aria-label={m.conversations.jumpDate}
            title={m.conversations.jumpDate}
            data-focus="date"
          />
        </form>
        {head !== undefined && head.participants > 0 && (
          <Button
            size="small"
            variant="outlined"
            icon={<PeopleIcon size={14} />}
            text={showCount(head.participants)}
            aria-label={m.counts.participants(head.participants)}
            title={m.conversations.details}
            aria-expanded={isListed}
            onClick={() => {
              setListed(!isListed);
            }}
          />
        )}
      </header>
      {isListed && about.data !== undefined && <Participants participants={about.data.participants} />}
      <MessagePane
        key={JSON.stringify(filter)}
        filter={filter}
        target={item}
        label={m.conversations.listLabel(head?.title ?? '')}
      />
    </section>
  );
}

function FindIn(props: { readonly filter: Filter; readonly inputRef: RefObject<HTMLInputElement | null> }): ReactNode {
  const m = useMessages();
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => {
      setWanted(text.trim());
      setAt(0);
    }, 300);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  const hits = useEngine(
    'search.page',
    wanted === '' ? null : { filter: { ...props.filter, text: wanted }, at: { index: at }, limit: 1 },
    { keepPrevious: true },
  );
  const total = wanted === '' ? null : (hits.data?.total ?? null);
  const hit = hits.data?.rows[0]?.item.id;
  useEffect(() => {
    if (wanted !== '' && hit !== undefined && !hits.isPlaceholderData) go({ item: hit }, true);
  }, [hit, wanted, hits.isPlaceholderData]);
  const step = (by: number): void => {
    if (total !== null && total > 0) setAt((at + by + total) % total);
  };
  return (
    <div className="find-in" role="search">
      <InputGroup
        inputRef={props.inputRef}
        size="small"
        value={text}
        onValueChange={setText}
        placeholder={m.conversations.findIn}
        aria-label={m.conversations.findIn}
        leftElement={
          <span className="input-icon">
            <SearchIcon size={12} />
          </span>
        }
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
        }}
      />
      {hits.error !== null && wanted !== '' && <FailureNote error={hits.error} />}
      {total !== null && (
        <>
          <span className="numeric muted" role="status">
            {total === 0 ? m.search.none : m.conversations.position(showCount(at + 1), showCount(total))}
          </span>
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
        </>
      )}
    </div>
  );
}
