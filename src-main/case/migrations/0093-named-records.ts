import type { Migration } from '../migrate.ts';

const filled = (kind: 'conversation' | 'account', lists: readonly string[]): string =>
  ['saved_filter', 'saved_search']
    .flatMap((table) => lists.map((list) => ({ table, list })))
    .map(
      ({ table, list }) => `INSERT OR IGNORE INTO named_record (kind, id, source, key, identifier)
  SELECT '${kind}', ${kind}.id, ${kind}.source, ${kind}.key, ${kind}.identifier
  FROM ${table} JOIN json_each(${table}.filter, '$.${list}') AS named JOIN ${kind} ON ${kind}.id = named.value;`,
    )
    .join('\n');

/**
 * What the numbers in saved filters and searches stand for. A number is given once; when its source is read again, the same
 * conversation or account has another, and is found by the source and the parser's key.
 */
export const namedRecords: Migration = {
  version: 93,
  script: `
CREATE TABLE named_record (
  kind TEXT NOT NULL CHECK (kind IN ('conversation', 'account')),
  id INTEGER NOT NULL,
  source INTEGER NOT NULL,
  key TEXT NOT NULL,
  identifier TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
${filled('conversation', ['conversations'])}
${filled('account', ['senders', 'accounts'])}
`,
};
