import { HTMLSelect } from '@blueprintjs/core';
import { PeopleIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import { ColumnGrid, useRowRange } from '../../components/column-grid.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { usePages } from '../../engine/use-pages.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { plainVisible } from '../../text/visible.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { readChoice, requestOf, sortedBy, writeChoice, type AccountChoice } from './account-choice.ts';
import { accountColumns } from './account-columns.tsx';
import { AccountFind } from './account-find.tsx';
import { AccountPanel } from './account-panel.tsx';

/** Every account of the case: its names and who gave them, its identifiers, and what the filter lets through of it. */
export function Accounts(): ReactNode {
  const m = useMessages();
  const { filter, own } = useLocation();
  const choice = readChoice(own);
  const request = { ...requestOf(choice), filter };
  const [range, onRange] = useRowRange();
  const [moved, setMoved] = useState<{ readonly index: number; readonly of: string } | null>(null);
  const sources = useEngine('source.list', {});
  const pages = usePages(['account.list', request], range, (index, limit, signal) =>
    ask('account.list', { ...request, at: { index }, limit }, signal),
  );
  const list = JSON.stringify(request);
  const active = moved?.of === list ? moved.index : null;
  const change = (part: Partial<AccountChoice>): void => {
    go({ own: writeChoice({ ...choice, ...part }) }, true);
  };
  const activate = (index: number): void => {
    setMoved({ index, of: list });
    const id = pages.row(index)?.id;
    if (id !== undefined) change({ at: id });
  };
  const sourceName = (source: number): string => {
    const found = sources.data?.find(({ id }) => id === source);
    return found === undefined ? '' : `${found.exhibitReference} · ${engineWords(found.label, m)}`;
  };
  return (
    <div className="page tall accounts-view">
      <header className="page-head">
        <h1>{m.accounts.title}</h1>
        <span className="muted numeric" role="status">
          {pages.total !== null && m.counts.accounts(pages.total)}
        </span>
        <span className="spring" />
        <AccountFind
          name={choice.name}
          onName={(name) => {
            change({ name });
          }}
        />
        <HTMLSelect
          aria-label={m.accounts.which}
          value={choice.only ?? 'all'}
          onChange={({ currentTarget: { value } }) => {
            change({ only: value === 'active' || value === 'owners' ? value : null });
          }}
        >
          <option value="all">{m.accounts.all}</option>
          <option value="active">{m.accounts.active}</option>
          <option value="owners">{m.accounts.owners}</option>
        </HTMLSelect>
      </header>
      <p className="muted">{m.accounts.lead}</p>
      {pages.error !== null && <FailureNote error={pages.error} />}
      {pages.total === 0 ? (
        <EmptyState icon={<PeopleIcon size={28} />} title={m.accounts.none} text={m.accounts.noneText} />
      ) : (
        <div className={choice.at === null ? 'media-body' : 'media-body split'}>
          <ColumnGrid
            className="account-list"
            label={m.accounts.title}
            pages={pages}
            columns={accountColumns(m, (source) => plainVisible(sourceName(source)), choice.at !== null)}
            sorting={{
              by: choice.sort,
              descending: choice.descending,
              onSort: (by) => {
                change(sortedBy(choice, by));
              },
            }}
            rowHeight={30}
            active={active}
            onActive={activate}
            onOpen={activate}
            onRange={onRange}
          />
          {choice.at !== null && (
            <AccountPanel
              key={choice.at}
              account={choice.at}
              filter={filter}
              sourceName={sourceName}
              owner={(source) => sources.data?.find(({ id }) => id === source)?.owner ?? null}
              onAccount={(at) => {
                change({ at });
              }}
              onClose={() => {
                change({ at: null });
              }}
            />
          )}
        </div>
      )}
    </div>
  );
}
