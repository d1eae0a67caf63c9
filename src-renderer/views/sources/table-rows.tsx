import { Button, Dialog, DialogBody, InputGroup } from '@blueprintjs/core';
import { useEffect, useState, type ReactNode } from 'react';
import type { LedgerRow, TableRows } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { engineWords } from '../../text/engine-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';

const PAGE_ROWS = 50;
const ROW_ID = /^-?\d{1,19}$/u;

/** A number of the ledger that leads to the rows it counts. */
export function RowCount({ row, onOpen }: { readonly row: LedgerRow; readonly onOpen: () => void }): ReactNode {
  const m = useMessages();
  const count = showCount(row.rows);
  if (row.rows === 0) return count;
  return (
    <button
      type="button"
      className="link-button numeric"
      aria-label={m.sources.openRows(count, plainVisible(row.table))}
      onClick={onOpen}
    >
      {count}
    </button>
  );
}

/** The rows of one table as the evidence stores them, fifty at a time. */
export function TableRowsDialog({
  row,
  onClose,
}: {
  readonly row: LedgerRow;
  readonly onClose: () => void;
}): ReactNode {
  const m = useMessages();
  /** Where each page so far began; the first is the table's first row. */
  const [starts, setStarts] = useState<readonly (string | null)[]>([null]);
  const [wanted, setWanted] = useState('');
  const from = starts.at(-1) ?? null;
  const { data, error } = useEngine('source.rows', {
    source: row.source,
    file: row.file,
    table: row.table,
    limit: PAGE_ROWS,
    ...(from === null ? {} : { from }),
  });
  const next = data?.next ?? null;
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <Dialog isOpen title={m.sources.rowsOf(plainVisible(row.table))} onClose={onClose} className="table-rows">
      <DialogBody>
        <p className="muted small">{m.sources.rowsNote}</p>
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            if (ROW_ID.test(wanted.trim())) setStarts((before) => [...before, wanted.trim()]);
          }}
        >
          <Button
            size="small"
            text={m.sources.firstRows}
            disabled={from === null}
            onClick={() => {
              setStarts([null]);
            }}
          />
          <Button
            size="small"
            text={m.sources.previousRows}
            disabled={starts.length < 2}
            onClick={() => {
              setStarts((before) => before.slice(0, -1));
            }}
          />
          <Button
            size="small"
            text={m.sources.nextRows}
            disabled={next === null}
            onClick={() => {
              if (next !== null) setStarts((before) => [...before, next]);
            }}
          />
          <InputGroup
            size="small"
            aria-label={m.sources.rowsFrom}
            placeholder={m.sources.rowsFrom}
            value={wanted}
            onValueChange={setWanted}
          />
          <span className="spring" />
          <Range data={data} row={row} />
        </form>
        {error !== null && <FailureNote error={error} />}
        {data?.state === 'withheld' && <p>{m.sources.rowsWithheld}</p>}
        {data?.state === 'unreadable' && <p>{m.sources.rowsUnreadable}</p>}
        {data?.state === 'shown' && <Rows data={data} label={m.sources.rowsOf(plainVisible(row.table))} />}
      </DialogBody>
    </Dialog>
  );
}

function Range({ data, row }: { readonly data: TableRows | undefined; readonly row: LedgerRow }): ReactNode {
  const m = useMessages();
  const [first] = data?.rows ?? [];
  const last = data?.rows.at(-1);
  if (first === undefined || last === undefined) return null;
  return (
    <span className="muted small" role="status">
      {m.sources.rowsRange(first.rowid, last.rowid, showCount(row.rows))}
    </span>
  );
}

function Rows({ data, label }: { readonly data: TableRows; readonly label: string }): ReactNode {
  const m = useMessages();
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">rowid</th>
            {data.columns.map((column) => (
              <th key={column} scope="col" className="mono">
                <EvidenceText text={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.rowid}>
              <th scope="row" className="numeric mono">
                {row.rowid}
              </th>
              {row.values.map((cell, at) => (
                <td key={at} className="mono" title={engineWords(cell.type, m)}>
                  {cell.value === null ? (
                    <span className="muted">NULL</span>
                  ) : (
                    <EvidenceText text={String(cell.value)} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
