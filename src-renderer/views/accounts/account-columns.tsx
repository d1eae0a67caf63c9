import type { AccountActivity } from '../../../src-main/contract/index.ts';
import type { GridColumn } from '../../components/column-grid.tsx';
import { TimeText } from '../../components/time-text.tsx';
import type { Messages } from '../../messages/en.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';

/** The columns of the list; `isNarrow` leaves out what the panel beside it shows. */
export function accountColumns(
  m: Messages,
  sourceName: (source: number) => string,
  isNarrow: boolean,
): readonly GridColumn<AccountActivity>[] {
  const c = m.accounts.columns;
  const time = (ms: number | null, { isZoneless }: AccountActivity) =>
    ms === null ? <span className="muted">{m.general.notStored}</span> : <TimeText ms={ms} zone={isZoneless ? 'unstated' : 'utc'} />;
  const all: readonly (GridColumn<AccountActivity> & { readonly isWide?: true })[] = [
    {
      id: 'name',
      head: c.name,
      sort: 'name',
      width: 'minmax(110px, 1.2fr)',
      cell: (row) => (
        <span className="named-cell">
          <EvidenceText text={row.name} className="ellipsis" />
          {row.isOwner && <span className="badge">{m.accounts.owner}</span>}
        </span>
      ),
    },
    {
      id: 'names',
      head: c.names,
      width: 'minmax(90px, 1fr)',
      isWide: true,
      cell: (row) => <EvidenceText text={otherNames(row).join(' · ')} className="muted" />,
    },
    {
      id: 'identifier',
      head: c.identifier,
      sort: 'identifier',
      width: 'minmax(120px, 1.2fr)',
      cell: (row) => (
        <span title={m.accounts.kinds[row.identifierKind] ?? row.identifierKind}>
          <EvidenceText text={row.identifier} className="mono" />
        </span>
      ),
    },
    { id: 'sent', head: c.sent, sort: 'sent', width: '80px', cell: (row) => showCount(row.sent) },
    {
      id: 'conversations',
      head: c.conversations,
      sort: 'conversations',
      width: '100px',
      cell: (row) => showCount(row.conversations),
    },
    { id: 'first', head: c.first, sort: 'first', width: '178px', isWide: true, cell: (row) => time(row.firstMs, row) },
    { id: 'last', head: c.last, sort: 'last', width: '178px', isWide: true, cell: (row) => time(row.lastMs, row) },
    {
      id: 'source',
      head: c.source,
      sort: 'source',
      width: 'minmax(80px, 0.8fr)',
      cell: (row) => <span title={sourceName(row.source)}>{sourceName(row.source)}</span>,
    },
  ];
  return all.filter(({ isWide }) => !isNarrow || isWide !== true);
} // prettier-ignore

/** Names beside the one that is shown, each once. */
function otherNames({ name, names }: AccountActivity): readonly string[] {
  return [...new Set(names.map((given) => given.name))].filter((given) => given !== name);
}
