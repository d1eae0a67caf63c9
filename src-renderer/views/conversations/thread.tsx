import { Button, InputGroup } from '@blueprintjs/core';
import { PeopleIcon } from '@blueprintjs/icons';
import { useRef, useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { client } from '../../engine/client.ts';
import { useZone } from '../../engine/use-case.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { useLocation } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { startOfDay } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';
import type { Mark } from '../../text/evidence-text.tsx';
import { FindIn, NO_MARKS } from './find-in.tsx';
import { MessagePane } from './message-pane.tsx';
import { Participants } from './participants.tsx';

/** One conversation: who takes part, finding in it, going to a date, and its messages. */
export function Thread(props: {
  readonly conversation: number;
  /** The message to show and mark. */
  readonly item: number | null;
  readonly onItem: (item: number, isReplaced?: boolean) => void;
}): ReactNode {
  const { conversation, item, onItem } = props;
  const m = useMessages();
  const zone = useZone();
  const { filter: whole } = useLocation();
  const [marks, setMarks] = useState<ReadonlyMap<number, readonly Mark[]>>(NO_MARKS);
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
    onItem(first.id);
    // Keys that are pressed next are meant for the message gone to.
    date.current?.blur();
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
        <FindIn filter={filter} inputRef={find} onHit={onItem} onMarks={setMarks} />
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
        about={head}
        target={item}
        onTarget={onItem}
        marks={marks}
        label={m.conversations.listLabel(head?.title ?? '')}
      />
    </section>
  );
}
