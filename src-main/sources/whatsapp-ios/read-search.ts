import type { Extracted, Recovery } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { EvidenceUnreadable } from '../../sqlite/evidence-unreadable.ts';
import { integerOf, textOf } from './cells.ts';
import { TYPE } from './codes-message.ts';
import type { Reading } from './reading.ts';
import { rowOf } from './reading.ts';

const TABLE = 'docs_content';

const INDEXED: Recovery = {
  method: 'search-index-residue',
  confidence: 'low',
  otherwise:
    'That a document of the index belongs to the message with the same document number is inferred; the number may have been given out again.',
};

/**
 * `ChatSearch*.sqlite`: texts in the search index whose document number no message bears, or one that is marked as deleted.
 * Both tables are walked side by side in order of that number.
 */
export function* readSearchIndex(reading: Reading, index: EvidenceDb, messages: EvidenceDb): Generator<Extracted> {
  const { signal } = reading.run;
  const columns = (index.tables.get(TABLE) ?? []).filter((name) => /^c\d+/.test(name));
  if (reading.run.signal.aborted || columns.length === 0 || !messages.has('ZWAMESSAGE', 'ZDOCID')) return;
  const list = columns.map((name) => `"${name}"`).join(', ');
  let rows = 0;
  let used = 0;
  try {
    const owners = new Walk(
      messages.arrays('SELECT ZDOCID, Z_PK, ZMESSAGETYPE FROM ZWAMESSAGE WHERE ZDOCID > 0 ORDER BY ZDOCID, Z_PK'),
    );
    for (const row of index.arrays(`SELECT docid, ${list} FROM ${TABLE} ORDER BY docid`)) {
      if (signal.aborted) return;
      rows += 1;
      const document = Number(row[0]);
      const owner = owners.at(document);
      const revoked = integerOf(owner?.[2]) === TYPE.revoked;
      const body = row
        .slice(1)
        .map(textOf)
        .filter((text) => text !== null)
        .join(' ');
      if (body === '' || (owner !== null && !revoked)) continue;
      used += 1;
      const from = { at: [rowOf(index.file, TABLE, document)], state: 'recovered', recovery: INDEXED } as const;
      if (owner === null) {
        yield { kind: 'event', key: `indexed:${document}`, from, type: 'unknown', conversation: null, actor: null, accounts: [], direction: 'unknown', times: [], call: null, body }; // prettier-ignore
      } else {
        yield {
          kind: 'version',
          key: `indexed:${document}`,
          from,
          message: `message:${Number(owner[1])}`,
          role: 'deleted-text',
          body,
          time: null,
          verbatim: false,
        };
      }
    }
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    reading.issue('warning', 'table-unreadable', null, TABLE, null, error.detail);
    yield* reading.drain();
  }
  const other = rows - used;
  yield {
    kind: 'tally',
    file: index.file,
    table: TABLE,
    rows,
    used,
    skipped: other === 0 ? {} : { 'index entry of a stored message, or empty': other },
  };
}

/** A walk over rows in order of their first column, asked for ascending values. */
class Walk {
  readonly #rows: Iterator<StoredRow>;
  #current: StoredRow | null = null;
  #ended = false;

  constructor(rows: Iterator<StoredRow>) {
    this.#rows = rows;
  }

  at(value: number): StoredRow | null {
    while (!this.#ended && (this.#current === null || Number(this.#current[0]) < value)) {
      const next = this.#rows.next();
      if (next.done === true) this.#ended = true;
      else this.#current = next.value;
    }
    return this.#current !== null && Number(this.#current[0]) === value ? this.#current : null;
  }
}
