import { Button, SegmentedControl } from '@blueprintjs/core';
import { DuplicateIcon, PhoneIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { CallView, Filter, OriginView, Params } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { useZone } from '../../engine/use-case.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { showCount, showDuration } from '../../time/units.ts';
import { CallSums } from './call-sums.tsx';
import { CallTable } from './call-table.tsx';
import { callsAsTsv, type CallOrigins } from './calls-as-tsv.ts';

const SORTS = ['time', 'caller', 'direction', 'kind', 'outcome', 'duration', 'conversation'] as const;
const MOST_ROWS = 5000;
const PAGE_ROWS = 1000;

/** The records of calls under the filter, one by one and added up by account. */
export function Calls(): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { filter, own } = useLocation();
  const params = new URLSearchParams(own ?? '');
  const isSums = params.get('by') === 'account';
  const sort = SORTS.find((one) => one === params.get('sort')) ?? 'time';
  const descending = params.get('up') !== '1';
  const [copied, setCopied] = useState<number | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const totals = useEngine('call.totals', { filter });
  const request = { filter, sort, descending };
  const turn = (name: string, value: string | null): void => {
    if (value === null) params.delete(name);
    else params.set(name, value);
    go({ own: params.size === 0 ? null : params.toString() }, true);
  };
  const onSort = (by: string): void => {
    params.set('sort', by);
    const isFirstUp = by !== 'time' && by !== 'duration';
    turn('up', (by === sort ? descending : isFirstUp) ? '1' : null);
  };
  const whole = totals.data;
  const copy = async (): Promise<void> => {
    setFailure(null);
    const rows = await readCalls(request);
    const read = await readOrigins(rows);
    await navigator.clipboard.writeText(callsAsTsv(rows, read, zone, m));
    setCopied(rows.length);
  };
  return (
    <div className="page tall calls-view">
      <header className="page-head">
        <h1>{m.calls.title}</h1>
        <span className="muted numeric" role="status">
          {whole !== undefined &&
            m.calls.sum(whole.calls, whole.answered, showDuration(whole.durationS), showCount(whole.unstored))}
        </span>
        <span className="spring" />
        <span className="muted small" role="status">
          {copied === null || whole === undefined ? '' : m.timeline.copiedRows(copied, whole.calls)}
        </span>
        <Button
          size="small"
          variant="minimal"
          icon={<DuplicateIcon size={14} />}
          text={m.timeline.copy}
          title={m.timeline.copyNote(MOST_ROWS)}
          disabled={whole === undefined || whole.calls === 0}
          onClick={() => {
            copy().catch((reason: unknown) => {
              setFailure(reason instanceof Error ? reason : new Error(String(reason)));
            });
          }}
        />
        <SegmentedControl
          size="small"
          role="radiogroup"
          aria-label={m.calls.view}
          value={isSums ? 'account' : 'call'}
          options={[
            { value: 'call', label: m.calls.each },
            { value: 'account', label: m.calls.byAccount },
          ]}
          onValueChange={(value) => {
            turn('by', value === 'account' ? value : null);
          }}
        />
      </header>
      <p className="muted">{isSums ? m.calls.sumsLead : m.calls.lead}</p>
      {[failure, totals.error].map((error, index) => error !== null && <FailureNote key={index} error={error} />)}
      {whole?.calls === 0 ? (
        <EmptyState icon={<PhoneIcon size={28} />} title={m.calls.none} text={m.calls.noneText} />
      ) : isSums ? (
        <CallSums totals={whole ?? null} />
      ) : (
        <CallTable key={JSON.stringify(request)} request={request} onSort={onSort} />
      )}
    </div>
  );
}

/** The calls in their order, as many as are copied at once. */
async function readCalls(request: {
  readonly filter: Filter;
  readonly sort: (typeof SORTS)[number];
  readonly descending: boolean;
}): Promise<readonly CallView[]> {
  const rows: CallView[] = [];
  while (rows.length < MOST_ROWS) {
    const asked: Params<'call.page'> = { ...request, at: { index: rows.length }, limit: PAGE_ROWS };
    const page = await ask('call.page', asked);
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) break;
  }
  return rows.slice(0, MOST_ROWS);
}

/** Where the calls were read, a page of them at a time. */
async function readOrigins(rows: readonly CallView[]): Promise<CallOrigins> {
  const sources = await ask('source.list', {});
  const origins = new Map<number, OriginView>();
  for (let at = 0; at < rows.length; at += PAGE_ROWS) {
    const items = rows.slice(at, at + PAGE_ROWS).map(({ item }) => item.id);
    for (const origin of await ask('item.origins', { items })) origins.set(origin.item, origin);
  }
  return { sources, origins };
}
