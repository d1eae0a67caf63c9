import { HTMLSelect } from '@blueprintjs/core';
import { TakeActionIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { AccountActivity } from '../../../src-main/contract/index.ts';
import { ColumnGrid, useRowRange, type GridColumn } from '../../components/column-grid.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { ask } from '../../engine/use-engine.ts';
import { usePages } from '../../engine/use-pages.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';
import { AccountFind } from '../accounts/account-find.tsx';
import { LegalAccount } from './legal-account.tsx';
import { readChoice, writeChoice, type LegalChoice } from './legal-choice.ts';

/** For an account: who may hold what of it, how that can be asked for, and what this case holds already. */
export function Legal(): ReactNode {
  const m = useMessages();
  const { filter, own } = useLocation();
  const choice = readChoice(own);
  const request = {
    filter,
    sort: 'sent' as const,
    descending: true,
    ...(choice.name !== '' && { name: choice.name }),
    ...(!choice.isAll && { only: 'owners' as const }),
  };
  const [range, onRange] = useRowRange();
  const [moved, setMoved] = useState<{ readonly index: number; readonly of: string } | null>(null);
  const pages = usePages(['account.list', request], range, (index, limit, signal) =>
    ask('account.list', { ...request, at: { index }, limit }, signal),
  );
  const list = JSON.stringify(request);
  const change = (part: Partial<LegalChoice>): void => {
    go({ own: writeChoice({ ...choice, ...part }) }, true);
  };
  const activate = (index: number): void => {
    setMoved({ index, of: list });
    const id = pages.row(index)?.id;
    if (id !== undefined) change({ at: id });
  };
  return (
    <div className="page tall legal-view">
      <header className="page-head">
        <h1>{m.legal.title}</h1>
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
          value={choice.isAll ? 'all' : 'owners'}
          onChange={({ currentTarget: { value } }) => {
            change({ isAll: value === 'all' });
          }}
        >
          <option value="owners">{m.accounts.owners}</option>
          <option value="all">{m.accounts.all}</option>
        </HTMLSelect>
      </header>
      <p className="muted">{m.legal.lead}</p>
      {pages.error !== null && <FailureNote error={pages.error} />}
      {pages.total === 0 ? (
        <EmptyState icon={<TakeActionIcon size={28} />} title={m.accounts.none} text={m.accounts.noneText} />
      ) : (
        <div className="legal-body">
          <ColumnGrid
            className="legal-accounts"
            label={m.accounts.title}
            pages={pages}
            columns={columnsOf(m)}
            rowHeight={30}
            active={moved?.of === list ? moved.index : null}
            onActive={activate}
            onOpen={activate}
            onRange={onRange}
          />
          {choice.at === null ? (
            <p className="muted legal-page">{m.legal.choose}</p>
          ) : (
            <LegalAccount
              key={choice.at}
              account={choice.at}
              filter={filter}
              onAccount={(at) => {
                change({ at });
              }}
            />
          )}
        </div>
      )}
    </div>
  );
}

function columnsOf(m: Messages): readonly GridColumn<AccountActivity>[] {
  return [
    {
      id: 'name',
      head: m.accounts.columns.name,
      width: 'minmax(110px, 1fr)',
      cell: (account) => <EvidenceText text={account.name} />,
    },
    { id: 'service', head: m.legal.service, width: '84px', cell: (account) => account.service },
    {
      id: 'sent',
      head: m.accounts.columns.sent,
      width: '84px',
      cell: (account) => <span className="numeric">{showCount(account.sent)}</span>,
    },
  ];
}
