import { Button, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { FloppyDiskIcon, ThIcon } from '@blueprintjs/icons';
import { useId, useRef, useState, type ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { useCase } from '../../engine/use-case.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';
import { asCsv } from './csv.ts';
import { chartAsPng, chartAsSvg, fileName, saveFile } from './save-chart.ts';

/** A cell of the table behind a chart; a count that can be opened leads where its mark does. */
export interface Cell {
  readonly value: string | number;
  /** What opens, said in full; given with `open`. */
  readonly label?: string;
  readonly open?: () => void;
}

/** The same figures as the chart, exact, in its order. */
export interface ChartTable {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A chart with its title, what it counts, its table and its ways out: PNG, SVG and CSV. */
export function ChartPanel(props: {
  readonly title: string;
  readonly note: string;
  readonly className?: string;
  readonly table: ChartTable;
  /** Said in place of a chart that has nothing to show. */
  readonly empty: string;
  readonly children: ReactNode;
}): ReactNode {
  const m = useMessages();
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  const [isTable, setTable] = useState(false);
  const isEmpty = props.table.rows.length === 0;
  return (
    <section className={`panel chart-panel ${props.className ?? ''}`} aria-labelledby={id}>
      <header>
        <div className="ellipsis">
          <h2 id={id}>{props.title}</h2>
          <p className="muted small ellipsis" title={props.note}>
            {props.note}
          </p>
        </div>
        <span className="spring" />
        {!isEmpty && (
          <>
            <Button
              size="small"
              variant="minimal"
              icon={<ThIcon size={14} />}
              active={isTable}
              aria-pressed={isTable}
              aria-label={m.overview.asTable(props.title)}
              title={m.overview.table}
              onClick={() => {
                setTable(!isTable);
              }}
            />
            <Save
              title={props.title}
              note={props.note}
              table={props.table}
              chart={() => body.current?.querySelector('svg') ?? null}
            />{' '}
            {/* prettier-ignore */}
          </>
        )}
      </header>
      {isEmpty && <p className="muted chart-empty">{props.empty}</p>}
      <div ref={body} hidden={isTable || isEmpty}>
        {props.children}
      </div>
      {isTable && <FigureTable title={props.title} table={props.table} />}
    </section>
  );
}

function FigureTable(props: { readonly title: string; readonly table: ChartTable }): ReactNode {
  const { heads, rows } = props.table;
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={props.title}>
      <table className="table">
        <thead>
          <tr>
            {heads.map((head, column) => (
              <th key={column} scope="col" className={typeof rows[0]?.[column]?.value === 'number' ? 'numeric' : ''}>
                <EvidenceText text={head} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <FigureCell key={column} cell={cell} isHead={column === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FigureCell({ cell, isHead }: { readonly cell: Cell; readonly isHead: boolean }): ReactNode {
  const text = typeof cell.value === 'number' ? showCount(cell.value) : <EvidenceText text={cell.value} />;
  const content =
    cell.open === undefined ? (
      text
    ) : (
      <button type="button" className="link-button" aria-label={cell.label} onClick={cell.open}>
        {text}
      </button>
    );
  if (isHead) return <th scope="row">{content}</th>;
  return <td className={typeof cell.value === 'number' ? 'numeric' : ''}>{content}</td>;
}

function Save(props: {
  readonly title: string;
  readonly note: string;
  readonly table: ChartTable;
  readonly chart: () => SVGSVGElement | null;
}): ReactNode {
  const m = useMessages();
  const info = useCase();
  const [error, setError] = useState<Error | null>(null);
  const { title, note, table } = props;
  const number = info === null || info === 'asking' ? '' : info.number;
  const save = async (ending: 'png' | 'svg' | 'csv'): Promise<void> => {
    const name = fileName(number, title, ending);
    if (ending === 'csv') {
      const text = asCsv([table.heads, ...table.rows.map((cells) => cells.map(({ value }) => value))]);
      saveFile(name, new Blob(['\ufeff', text], { type: 'text/csv' }));
      return;
    }
    const chart = props.chart();
    if (chart === null || chart.getBoundingClientRect().width === 0) throw new Error(m.overview.showChart);
    const head = { title, note };
    if (ending === 'png') saveFile(name, await chartAsPng(chart, head));
    else saveFile(name, new Blob([chartAsSvg(chart, head).text], { type: 'image/svg+xml' }));
  };
  return (
    <>
      {error !== null && <FailureNote error={error} />}
      <PopoverNext
        placement="bottom-end"
        content={
          <Menu aria-label={m.overview.saveOf(title)}>
            {(['png', 'svg', 'csv'] as const).map((ending) => (
              <MenuItem
                key={ending}
                text={m.overview.saveAs[ending]}
                onClick={() => {
                  setError(null);
                  save(ending).catch((reason: unknown) => {
                    setError(reason instanceof Error ? reason : new Error(String(reason)));
                  });
                }}
              />
            ))}
          </Menu>
        }
      >
        <Button
          size="small"
          variant="minimal"
          icon={<FloppyDiskIcon size={14} />}
          aria-label={m.overview.saveOf(title)}
          title={m.overview.save}
        />
      </PopoverNext>
    </>
  );
}
