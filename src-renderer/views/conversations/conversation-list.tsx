import { Button, InputGroup } from '@blueprintjs/core';
import { SortAscIcon, SortDescIcon } from '@blueprintjs/icons';
import { useCallback, useState, type ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField } from '../../components/field.tsx';
import { VirtualRows } from '../../components/virtual-rows.tsx';
import { usePages } from '../../engine/use-pages.ts';
import { ask } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { showCount } from '../../time/units.ts';
import { ConversationRow } from './conversation-row.tsx';
import { PickedBar } from './picked-bar.tsx';

const SORTS = ['last', 'first', 'messages', 'title', 'tagged', 'untagged'] as const;
const REVIEWED = ['none', 'begun', 'whole', 'noted', 'bookmarked'] as const;

/** Conversations under the filter, in the chosen order. */
export function ConversationList({ open }: { readonly open: number | null }): ReactNode {
  const m = useMessages();
  const { filter } = useLocation();
  const [name, setName] = useState('');
  const [sort, setSort] = useState<(typeof SORTS)[number]>('last');
  const [isDescending, setDescending] = useState(true);
  const [range, setRange] = useState({ from: 0, to: 30 });
  const [active, setActive] = useState<number | null>(null);
  const [reviewed, setReviewed] = useState<(typeof REVIEWED)[number] | 'any'>('any');
  const which = {
    filter,
    sort,
    descending: isDescending,
    review: true,
    ...(name.trim() !== '' && { name: name.trim() }),
    ...(reviewed !== 'any' && { reviewed }),
  };
  const pages = usePages(['conversation.page', which], range, (index, limit, signal) =>
    ask('conversation.page', { ...which, at: { index }, limit }, signal),
  );
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange(next);
  }, []);
  const [picks, setPicks] = useState<ReadonlySet<number>>(new Set());
  const pick = (index: number): void => {
    const id = pages.row(index)?.id;
    if (id === undefined) return;
    const after = new Set(picks);
    if (!after.delete(id)) after.add(id);
    setPicks(after);
  };
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
            isUnlabelled
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
          <SelectField
            isInline
            isUnlabelled
            label={m.conversations.reviewed}
            value={reviewed}
            onValue={setReviewed}
            choices={(['any', ...REVIEWED] as const).map((value) => ({
              value,
              label: m.conversations.reviewedOf[value],
            }))}
          />
          <span className="spring" />
          <span className="muted numeric" title={m.conversations.pickNote}>
            {pages.total === null ? '' : showCount(pages.total)}
          </span>
        </div>
      </div>
      {picks.size > 0 && (
        <PickedBar
          picks={[...picks]}
          open={open}
          onClear={() => {
            setPicks(new Set());
          }}
        />
      )}
      {pages.error !== null && <FailureNote error={pages.error} />}
      {pages.total === 0 && (
        <p className="muted pad">
          {Object.keys(filter).length === 0 && name === '' && reviewed === 'any'
            ? m.conversations.noneText
            : m.conversations.noneFiltered}
        </p>
      )}
      <VirtualRows
        count={pages.total ?? 0}
        rowHeight={62}
        label={m.conversations.title}
        active={active}
        onActive={setActive}
        onOpen={show}
        onPick={pick}
        onKey={(event, index) => {
          if (event.key === 'Escape' && picks.size > 0) setPicks(new Set());
          else if (event.key === ' ') pick(index);
          else return;
          event.preventDefault();
        }}
        onRange={onRange}
        isSelected={(index) => {
          const id = pages.row(index)?.id;
          return id !== undefined && (id === open || picks.has(id));
        }}
        row={(index) => {
          const row = pages.row(index);
          return row === null ? (
            <span className="placeholder" />
          ) : (
            <ConversationRow row={row} isOpen={row.id === open} isPicked={picks.has(row.id)} />
          );
        }}
      />
    </section>
  );
}
