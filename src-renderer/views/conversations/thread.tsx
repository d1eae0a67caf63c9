import { Button, InputGroup } from '@blueprintjs/core';
import { ArrowLeftIcon, CrossIcon, LockIcon, PeopleIcon, UnlockIcon } from '@blueprintjs/icons';
import { useCallback, useRef, useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { client } from '../../engine/client.ts';
import { useZone } from '../../engine/use-case.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { shownDate, startOfDay } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';
import type { Mark } from '../../text/evidence-text.tsx';
import { FindIn, NO_MARKS } from './find-in.tsx';
import { MessagePane } from './message-pane.tsx';
import { Participants } from './participants.tsx';
import type { TimeLock } from './use-time-lock.ts';

/** One conversation: who takes part, finding in it, going to a date, and its messages. */
export function Thread(props: {
  readonly conversation: number;
  /** The message to show and mark. */
  readonly item: number | null;
  readonly onItem: (item: number, isReplaced?: boolean) => void;
  /** Something is done in this one: where two are locked, it leads. */
  readonly onLead: () => void;
  readonly lock: TimeLock | null;
  /** Given to the second of two: locking them by time, and closing it. */
  readonly beside?: { readonly isLocked: boolean; readonly onLock: () => void; readonly onClose: () => void };
}): ReactNode {
  const { conversation, item, onItem, beside } = props;
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
  const root = useRef<HTMLElement>(null);
  const focusMessages = (): void => {
    root.current?.querySelector<HTMLElement>('[role=article][tabindex="0"]')?.focus();
  };
  /** Counts jumps, so that one to the message gone to before is one, too. */
  const [jumps, setJumps] = useState(0);
  const jump = useCallback(
    (to: number, isReplaced = false): void => {
      setJumps((before) => before + 1);
      onItem(to, isReplaced);
    },
    [onItem],
  );
  const here = useRef<number | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const goToDay = async (): Promise<void> => {
    const ms = startOfDay(day.trim(), zone);
    setFailure(null);
    setSaid(ms === null ? m.conversations.noDate : null);
    if (ms === null) return;
    const page = await ask('item.page', { filter, at: { timeMs: ms }, limit: 1 });
    const first = page.rows[0];
    if (first === undefined) return;
    // The answer says where the item stands, too: it need not be asked for again.
    client.setQueryData(['item.page', { filter, at: { item: first.id }, limit: 1 }], page);
    const reached = first.timeMs === null ? null : shownDate(first.timeMs, zone);
    if (reached !== null && reached !== shownDate(ms, zone)) setSaid(m.conversations.otherDay(day.trim(), reached));
    jump(first.id);
    // Keys that are pressed next are meant for the message gone to.
    date.current?.blur();
  };
  const head = about.data?.conversation;
  if (about.error !== null) return <FailureNote error={about.error} />;
  return (
    <section
      className="thread"
      aria-label={head?.title ?? m.general.loading}
      onWheelCapture={props.onLead}
      onPointerDownCapture={props.onLead}
      onKeyDownCapture={props.onLead}
      ref={root}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === 'f') {
          event.preventDefault();
          find.current?.focus();
        }
      }}
    >
      <header className="thread-head">
        {beside === undefined && (
          <Button
            size="small"
            variant="minimal"
            className="thread-back"
            icon={<ArrowLeftIcon size={14} />}
            aria-label={m.conversations.backToList}
            title={m.conversations.backToList}
            onClick={() => {
              go({ conversation: null, item: null, beside: null, besideItem: null });
            }}
          />
        )}
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
        <FindIn
          filter={filter}
          title={head?.title ?? ''}
          inputRef={find}
          here={here}
          onHit={jump}
          onMarks={setMarks}
          onLeave={focusMessages}
        />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            goToDay().catch((reason: unknown) => {
              setFailure(reason instanceof Error ? reason : new Error(String(reason)));
            });
          }}
        >
          <InputGroup
            inputRef={date}
            size="small"
            className="date-input"
            placeholder={m.conversations.datePlaceholder}
            value={day}
            onValueChange={(value) => {
              setDay(value);
              setSaid(null);
            }}
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
        {beside !== undefined && (
          <>
            <Button
              size="small"
              variant="outlined"
              icon={beside.isLocked ? <LockIcon size={14} /> : <UnlockIcon size={14} />}
              active={beside.isLocked}
              aria-pressed={beside.isLocked}
              aria-label={m.conversations.lockTime}
              title={m.conversations.lockTimeNote}
              onClick={beside.onLock}
            />
            <Button
              size="small"
              variant="minimal"
              icon={<CrossIcon size={14} />}
              aria-label={m.conversations.closeBeside}
              title={m.conversations.closeBeside}
              onClick={beside.onClose}
            />
          </>
        )}
      </header>
      {failure !== null && <FailureNote error={failure} />}
      {said !== null && (
        <p className="thread-said muted small" role="status">
          {said}
        </p>
      )}
      {isListed && about.data !== undefined && <Participants participants={about.data.participants} />}
      <MessagePane
        key={JSON.stringify(filter)}
        filter={filter}
        about={head}
        target={item}
        onTarget={onItem}
        jumps={jumps}
        here={here}
        lock={props.lock}
        marks={marks}
        label={m.conversations.listLabel(head?.title ?? '')}
      />
    </section>
  );
}
