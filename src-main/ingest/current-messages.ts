import type { CaseFile } from '../case/index.ts';
import type { CurrentMessage } from './earlier-state.ts';

interface Row {
  readonly body: string | null;
  readonly isDeleted: number;
}

/** Looks up what the case holds of a message that was just written, by the parser's key; null when it holds none. */
export function currentMessages(file: CaseFile, source: number): (key: string) => CurrentMessage | null {
  const find = file.db.prepare<Row>(`
    SELECT item.body AS body, facet.state = 'marked-deleted' AS isDeleted
    FROM item JOIN facet ON facet.id = item.facet
    WHERE item.source = ? AND item.key = ? ORDER BY item.id LIMIT 1`);
  return (key) => {
    const row = find.get(source, key);
    return row === null ? null : { body: row.body, isDeleted: row.isDeleted === 1 };
  };
}
