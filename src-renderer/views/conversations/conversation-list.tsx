import { Button, InputGroup } from '@blueprintjs/core';
import { SortAscIcon, SortDescIcon } from '@blueprintjs/icons';
import { useCallback, useState, type ReactNode } from 'react';
import type { ConversationView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField } from '../../components/field.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { useZone } from '../../engine/use-case.ts';
import { usePages } from '../../engine/use-pages.ts';
import { ask } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { fullTime, showTime } from '../../time/format.ts';
import { showCount } from '../../time/units.ts';

const SORTS = ['last', 'first', 'messages', 'title'] as const;

/** Conversations under the filter, in the chosen order. */
export function ConversationList({ open }: { readonly open: number | null }): ReactNode {
  const m = useMessages();
  const { filter } = useLocation();
  const [name, setName] = useState('');
  const [sort, setSort] = useState<(typeof SORTS)[number]>('last');
  const [isDescending, setDescending] = useState(true);
  const [range, setRange] = useState({ from: 0, to: 30 });
  const [active, setActive] = useState<number | null>(null);
  const which = { filter, sort, descending: isDescending, ...(name.trim() === '' ? {} : { name: name.trim() }) };
  const pages = usePages(['conversation.page', which], range, (index, limit, signal) =>
    ask('conversation.page', { ...which, at: { index }, limit }, signal),
  );
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange(next);
  }, []);
  const show = (index: number): void => {
    const row = pages.row(index);
    if (row !== null) go({ conversation: row.id, item: null });
  };
  return (
    <section className="conversation-list" aria-label={m.conversations.title}>
      <div className="list-head">
        <InputGroup
          size="small"
          value={name}
          onValueChange={setName}
          placeholder={m.conversations.find}
          aria-label={m.conversations.find}
        />
        <div className="row">
          <SelectField
            isInline
            label={m.conversations.sort}
            value={sort}
            onValue={setSort}
            choices={SORTS.map((value) => ({ value, label: m.conversations.sorts[value] }))}
          />
          <Button
            size="small"
            variant="minimal"
            icon={isDescending ? <SortDescIcon size={14} /> : <SortAscIcon size={14} />}
            aria-label={isDescending ? m.conversations.descending : m.conversations.ascending}
            onClick={() => {
              setDescending(!isDescending);
            }}
          />
          <span className="spring" />
          <span className="muted numeric">{pages.total === null ? '' : showCount(pages.total)}</span>
        </div>
      </div>
      {pages.error !== null && <FailureNote error={pages.error} />}
      {pages.total === 0 && (
        <p className="muted pad">
          {Object.keys(filter).length === 0 && name === '' ? m.conversations.noneText : m.conversations.noneFiltered}
        </p>
      )}
      <VirtualRows
        count={pages.total ?? 0}
        rowHeight={62}
        label={m.conversations.title}
        active={active}
        onActive={setActive}
        onOpen={show}
        onRange={onRange}
        isSelected={(index) => pages.row(index)?.id === open}
        row={(index) => {
          const row = pages.row(index);
          return row === null ? (
            <span className="placeholder" />
          ) : (
            <ConversationRow row={row} isOpen={row.id === open} />
          );
        }}
      />
    </section>
  );
}

function ConversationRow({ row, isOpen }: { readonly row: ConversationView; readonly isOpen: boolean }): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const last = row.lastMs === null ? null : showTime(row.lastMs, zone);
  return (
    <div className={isOpen ? 'conversation-row open' : 'conversation-row'}>
      <div className="row">
        <EvidenceText text={row.title} className="ellipsis title" />
        <span className="spring" />
        {last !== null && row.lastMs !== null && (
          <time className="numeric muted" title={fullTime(row.lastMs, zone)}>
            {last.date} {last.time.slice(0, 5)}
          </time>
        )}
      </div>
      <div className="row preview">
        {row.draft === null ? (
          <span className="ellipsis muted">
            {row.lastBody !== null && <EvidenceText text={row.lastBody.slice(0, 160)} />}
          </span>
        ) : (
          <span className="ellipsis">
            <em className="draft">{m.conversations.draft}</em> <EvidenceText text={row.draft.slice(0, 160)} />
          </span>
        )}
      </div>
      <div className="row muted small">
        <span>{m.words.conversationTypes[row.type] ?? row.type}</span>
        <span className="ellipsis">
          <EvidenceText text={row.exhibitReference} /> · {row.sourceLabel}
        </span>
        {row.archived === true && <span className="badge">{m.conversations.archived}</span>}
        {row.hidden === true && <span className="badge">{m.conversations.hidden}</span>}
        <span className="spring" />
        {row.deleted > 0 && <span className="badge danger">{m.counts.deleted(row.deleted)}</span>}
        <span className="numeric">{showCount(row.messages)}</span>
      </div>
    </div>
  );
}
