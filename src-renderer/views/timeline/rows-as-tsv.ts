import type { ItemView } from '../../../src-main/contract/index.ts';
import type { Messages } from '../../messages/en.ts';
import { timeCells, tsvOf } from '../../text/tsv.ts';
import type { ColumnName } from './column-layout.ts';

/** Rows as tab-separated text with a line of column heads. */
export function rowsAsTsv(
  rows: readonly ItemView[],
  columns: readonly ColumnName[],
  zone: string,
  m: Messages,
): string {
  const lines = rows.map((item) => columns.map((name) => cellOf(item, name, zone, m)));
  return tsvOf([columns.map((name) => m.timeline.table[name]), ...lines]);
}

function cellOf(item: ItemView, column: ColumnName, zone: string, m: Messages): string {
  switch (column) {
    case 'time':
      return timeCells(item, zone, m).local;
    case 'utc':
      return timeCells(item, zone, m).utc;
    case 'sender':
      return item.sender?.name ?? '';
    case 'conversation':
      return item.conversationTitle ?? '';
    case 'type':
      return m.words.types[item.type] ?? item.type;
    case 'state':
      return m.words.states[item.state] ?? item.state;
    case 'text':
      return item.body ?? item.attachments[0]?.name ?? '';
  }
}
