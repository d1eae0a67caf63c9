import type { Extracted, Recovery } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { textOf } from './cells.ts';
import { TYPE } from './codes-message.ts';
import type { Reading } from './reading.ts';
import { absorb, rowOf } from './reading.ts';

const TABLE = 'docs_content';

const INDEXED: Recovery = {
  method: 'search-index-residue',
  confidence: 'low',
  otherwise:
    'That a document of the index belongs to the message with the same document number is inferred; the number may have been given out again.',
};

/** The messages that bear a document number: how many, the first of them, and how many are marked as deleted. */
const BEARERS = `SELECT ZDOCID, min(Z_PK), count(*), total(ZMESSAGETYPE = ${TYPE.revoked}) FROM ZWAMESSAGE WHERE ZDOCID > 0 GROUP BY ZDOCID ORDER BY ZDOCID`;

/**
 * `ChatSearch*.sqlite`: texts in the search index whose document number no message bears, or one that is marked as deleted.
 * Both tables are walked side by side in order of that number. Messages without words share one number (observed in the
 * public iOS 15 image: 15 rows of types 5, 6 and 10), so a text under a shared number is given to none of them.
 */
export function* readSearchIndex(reading: Reading, index: EvidenceDb, messages: EvidenceDb): Generator<Extracted> {
  const { signal } = reading.run;
  const columns = (index.tables.get(TABLE) ?? []).filter((name) => /^c\d+/.test(name));
  if (reading.run.signal.aborted || columns.length === 0 || !messages.has('ZWAMESSAGE', 'ZDOCID')) return;
  const list = columns.map((name) => `"${name}"`).join(', ');
  let rows = 0;
  let used = 0;
  try {
    const owners = new Walk(messages.arrays(BEARERS));
    for (const row of index.arrays(`SELECT docid, ${list} FROM ${TABLE} ORDER BY docid`)) {
      if (signal.aborted) return;
      rows += 1;
      const document = Number(row[0]);
      const [, first, bearers, revoked] = owners.at(document) ?? [document, null, 0, 0];
      const body = row
        .slice(1)
        .map(textOf)
        .filter((text) => text !== null)
        .join(' ');
      if (body === '' || (bearers !== 0 && revoked === 0)) continue;
      used += 1;
      const from = { at: [rowOf(index.file, TABLE, document)], state: 'recovered', recovery: INDEXED } as const;
      if (bearers !== 1) {
        yield { kind: 'event', key: `indexed:${document}`, from, type: 'unknown', conversation: null, actor: null, accounts: [], direction: 'unknown', times: [], call: null, body }; // prettier-ignore
      } else {
        yield {
          kind: 'version',
          key: `indexed:${document}`,
          from,
          message: `message:${Number(first)}`,
          role: 'deleted-text',
          body,
          time: null,
          verbatim: false,
        };
      }
    }
  } catch (error) {
    absorb(reading, error, TABLE, 'the search index was read in part');
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
