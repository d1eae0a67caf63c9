import { Button } from '@blueprintjs/core';
import { DuplicateIcon } from '@blueprintjs/icons';
import { useState, type ReactNode } from 'react';
import type { Filter, ItemOrder, ItemView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useZone } from '../../engine/use-case.ts';
import { ask } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import type { ColumnName } from './column-layout.ts';
import { rowsAsTsv } from './rows-as-tsv.ts';

const MOST_ROWS = 5000;
const PAGE_ROWS = 1000;

/** Copies the rows under the filter, in the columns and the order shown, for a spreadsheet. */
export function CopyRows(props: {
  readonly filter: Filter;
  readonly order: ItemOrder | null;
  readonly columns: readonly ColumnName[];
  /** Null while it is on its way. */
  readonly total: number | null;
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { filter, order, total } = props;
  const [copied, setCopied] = useState<{ readonly rows: number; readonly of: string } | null>(null);
  const asked = JSON.stringify([filter, order, total]);
  const [error, setError] = useState<Error | null>(null);
  const copy = async (all: number): Promise<void> => {
    const rows: ItemView[] = [];
    while (rows.length < Math.min(MOST_ROWS, all)) {
      const limit = Math.min(PAGE_ROWS, MOST_ROWS - rows.length);
      const sorting = order === null ? {} : { order };
      const page = await ask('item.page', { filter, ...sorting, at: { index: rows.length }, limit });
      if (page.rows.length === 0) break;
      rows.push(...page.rows);
    }
    await navigator.clipboard.writeText(rowsAsTsv(rows, props.columns, zone, m));
    setCopied({ rows: rows.length, of: asked });
  };
  return (
    <>
      <span className="muted" role="status">
        {copied === null || total === null || copied.of !== asked ? '' : m.timeline.copiedRows(copied.rows, total)}
      </span>
      {error !== null && <FailureNote error={error} />}
      <Button
        size="small"
        variant="minimal"
        icon={<DuplicateIcon size={14} />}
        text={m.timeline.copy}
        title={m.timeline.copyNote(MOST_ROWS)}
        disabled={total === null}
        onClick={() => {
          if (total === null) return;
          setError(null);
          copy(total).catch((reason: unknown) => {
            setError(reason instanceof Error ? reason : new Error(String(reason)));
          });
        }}
      />
    </>
  );
}
