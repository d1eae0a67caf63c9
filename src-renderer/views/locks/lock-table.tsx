import type { ReactNode } from 'react';
import { ColumnGrid, type GridColumn } from '../../components/column-grid.tsx';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { PathText } from '../../text/path-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showSize } from '../../time/units.ts';
import type { LockView } from '../../../src-main/contract/index.ts';
import { placeLocks, shownPath, type PlacedLock } from './lock-order.ts';

const noRange = (): void => undefined;

/** Locked files one by one, those in others indented below them; Enter goes to the key of the row. */
export function LockTable(props: {
  readonly locks: readonly LockView[];
  readonly chosen: number | null;
  readonly onChosen: (id: number) => void;
  /** Goes to where the key of the chosen one is given. */
  readonly onOpen: () => void;
}): ReactNode {
  const m = useMessages();
  const placed = placeLocks(props.locks);
  const byId = new Map(props.locks.map((lock) => [lock.id, lock]));
  const at = placed.findIndex(({ lock }) => lock.id === props.chosen);
  return (
    <ColumnGrid
      className="lock-list"
      label={m.locks.list}
      pages={{ total: placed.length, withheld: 0, row: (index) => placed[index] ?? null, error: null }}
      columns={columnsOf(m, byId, new Set(props.locks.map(({ exhibit }) => exhibit)).size > 1)}
      rowHeight={46}
      active={at === -1 ? null : at}
      opensOnClick={false}
      onActive={(index) => {
        const next = placed[index];
        if (next !== undefined) props.onChosen(next.lock.id);
      }}
      onOpen={props.onOpen}
      onRange={noRange}
    />
  );
}

function columnsOf(
  m: Messages,
  byId: ReadonlyMap<number, LockView>,
  isOfMany: boolean,
): readonly GridColumn<PlacedLock>[] {
  const c = m.locks.columns;
  const exhibit: GridColumn<PlacedLock> = {
    id: 'exhibit',
    head: c.exhibit,
    width: '64px',
    cell: ({ lock }) => <EvidenceText text={lock.exhibitReference} />,
  };
  return [
    ...(isOfMany ? [exhibit] : []),
    {
      id: 'path',
      head: c.file,
      width: 'minmax(120px, 3fr)',
      cell: ({ lock, depth }) => <LockPath lock={lock} depth={depth} outer={lock.within === null ? undefined : byId.get(lock.within)} />,
    },
    { id: 'kind', head: m.locks.kindAndKey, width: 'minmax(150px, 2fr)', cell: ({ lock }) => <Kind lock={lock} /> },
    { id: 'size', head: m.exhibits.table.size, width: '70px', cell: ({ lock }) => <span className="numeric">{showSize(lock.sizeBytes)}</span> },
    { id: 'state', head: m.exhibits.table.state, width: 'minmax(120px, 1.4fr)', cell: ({ lock }) => <State lock={lock} /> },
  ];
} // prettier-ignore

function LockPath(props: {
  readonly lock: LockView;
  readonly depth: number;
  readonly outer: LockView | undefined;
}): ReactNode {
  const m = useMessages();
  const { lock, depth, outer } = props;
  return (
    <span className="lock-path" style={{ paddingInlineStart: `calc(${Math.min(depth, 6)} * var(--space-4))` }}>
      {depth > 0 && (
        <span className="muted" aria-hidden="true">
          ↳{' '}
        </span>
      )}
      {outer !== undefined && <span className="visually-hidden">{m.locks.within(outer.path)} </span>}
      {lock.path === '' ? (
        <span className="muted">{m.locks.wholeExhibit}</span>
      ) : (
        <PathText path={shownPath(lock, outer)} />
      )}
    </span>
  );
}

/** What it is, and below it the forms of key that open it. */
function Kind({ lock }: { readonly lock: LockView }): ReactNode {
  const m = useMessages();
  const wants = lock.wants.map((form) => m.locks.forms[form]).join(m.lists.commas);
  return (
    <>
      {m.locks.kinds[lock.kind]}
      <div className="muted ellipsis">{wants === '' ? m.locks.noKeyWanted : wants}</div>
    </>
  );
}

/** How it stands, and below it how the last key fared, or that one is at hand. */
function State({ lock }: { readonly lock: LockView }): ReactNode {
  const m = useMessages();
  const { state, tried, offers } = lock;
  return (
    <>
      <span className={state === 'opened' ? 'badge success' : 'badge warning'}>{m.locks.states[state]}</span>
      {state === 'locked' && (
        <div className="muted ellipsis">
          {tried !== null ? m.locks.ends[tried.ended] : offers.length > 0 && m.locks.offeredCount(offers.length)}
        </div>
      )}
    </>
  );
}
