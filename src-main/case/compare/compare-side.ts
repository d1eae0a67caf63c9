import { createHash, randomBytes } from 'node:crypto';
import { sql, type CaseDb } from '../../sqlite/index.ts';

/** Messages of one source beyond this many are counted, not compared: about 100 bytes each are held. */
export const MOST_COMPARED = 4_000_000;
const BATCH = 5000;

/** Text is compared by 48 bits of its hash; the salt keeps anybody from making two texts that share them. */
const SALT = randomBytes(16);

/** Numbers for identifiers that both sides share, and for hashes of texts. */
export class Numbers {
  readonly #known = new Map<string, number>();

  /** 0 for no text. */
  of(text: string | null): number {
    if (text === null) return 0;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const number = this.#known.size + 1;
    this.#known.set(text, number);
    return number;
  }
}

/** The messages of one source in columns, in reading order. Identifiers are numbers of `Numbers`; 0 is none. */
export interface Side {
  readonly ids: number[];
  readonly serverIds: number[];
  readonly conversations: number[];
  readonly senders: number[];
  /** NaN for none, and for a wall clock without a zone. */
  readonly times: number[];
  readonly texts: number[];
  /** Bit 0: not live; bit 1: a line of the app, whose text is the app's own. */
  readonly flags: number[];
  otherApps: number;
  beyond: number;
}

export const NOT_LIVE = 1;
export const SYSTEM = 2;

interface Row {
  readonly id: number;
  readonly facet: number;
  readonly conversation: number | null;
  readonly sender: number | null;
  readonly time_ms: number | null;
  readonly time_form: number | null;
  readonly server_id: string | null;
  /** The words of the message, or under its attachment. */
  readonly text: string | null;
}

/** The services of a source's accounts. */
export function servicesOf(db: CaseDb, source: number): ReadonlySet<string> {
  return new Set(db.all<{ service: string }>(sql`SELECT DISTINCT service FROM account WHERE source = ${source}`).map(({ service }) => service)); // prettier-ignore
}

/**
 * Reads a source's messages that no scope withholds, of the services in `shared`; those of a conversation whose service nothing
 * tells are taken too. Gives way to other questions between batches.
 */
export async function readSide(
  db: CaseDb,
  source: number,
  shared: ReadonlySet<string>,
  numbers: Numbers,
): Promise<Side> {
  const side: Side = { ids: [], serverIds: [], conversations: [], senders: [], times: [], texts: [], flags: [], otherApps: 0, beyond: 0 }; // prettier-ignore
  const facets = new Map(
    db
      .all<{ id: number; class: string; type: string; state: string }>(
        sql`SELECT id, class, type, state FROM facet WHERE source = ${source}`,
      )
      .map((facet) => [facet.id, facet]),
  );
  const conversations = identifiersOf(db, 'conversation', source);
  const senders = identifiersOf(db, 'account', source);
  const foreign = conversationsOfOthers(db, source, shared);
  const wall = new Set(
    db.all<{ id: number }>(sql`SELECT id FROM time_form WHERE zone = 'unstated'`).map(({ id }) => id),
  );
  const last = db.value<number>(sql`SELECT max(id) FROM item WHERE source = ${source}`) ?? -1;
  let at = (db.value<number>(sql`SELECT min(id) FROM item WHERE source = ${source}`) ?? 0) - 1;
  while (at < last) {
    const rows = db.all<Row>(sql`SELECT id, facet, conversation, sender, time_ms, time_form,
        ifnull(json_extract(more, '$.deleted.originalServerId'), server_id) AS server_id,
        ifnull(body, (SELECT caption FROM attachment WHERE attachment.item = item.id AND caption IS NOT NULL LIMIT 1)) AS text FROM item
      WHERE id > ${at} AND id <= ${last} AND +source = ${source} AND withheld = 0 ORDER BY id LIMIT ${BATCH}`);
    for (const row of rows) {
      const facet = facets.get(row.facet);
      if (facet?.class !== 'message') continue;
      if (row.conversation !== null && foreign.has(row.conversation)) side.otherApps += 1;
      else if (side.ids.length >= MOST_COMPARED) side.beyond += 1;
      else {
        side.ids.push(row.id);
        side.serverIds.push(row.server_id === null ? 0 : hashOf(row.server_id));
        side.conversations.push(
          numbers.of(row.conversation === null ? null : (conversations.get(row.conversation) ?? null)),
        );
        side.senders.push(numbers.of(row.sender === null ? null : (senders.get(row.sender) ?? null)));
        side.times.push(row.time_ms === null || wall.has(row.time_form ?? -1) ? NaN : row.time_ms);
        side.texts.push(row.text === null || row.text === '' ? 0 : hashOf(row.text));
        side.flags.push((facet.state === 'live' ? 0 : NOT_LIVE) + (facet.type === 'system' ? SYSTEM : 0));
      }
    }
    if (rows.length < BATCH) break;
    at = rows.at(-1)?.id ?? last;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return side;
}

function identifiersOf(db: CaseDb, table: 'conversation' | 'account', source: number): ReadonlyMap<number, string> {
  const query =
    table === 'conversation'
      ? sql`SELECT id, identifier FROM conversation WHERE source = ${source}`
      : sql`SELECT id, identifier FROM account WHERE source = ${source}`;
  return new Map(db.all<{ id: number; identifier: string }>(query).map(({ id, identifier }) => [id, identifier]));
}

/** Conversations all of whose accounts, taking part or writing, are of services that are not shared. */
function conversationsOfOthers(db: CaseDb, source: number, shared: ReadonlySet<string>): ReadonlySet<number> {
  const services = JSON.stringify([...shared]);
  const rows = db.all<{ id: number }>(sql`SELECT conversation AS id FROM (
      SELECT participant.conversation, account.service FROM participant JOIN account ON account.id = participant.account
        WHERE participant.source = ${source}
      UNION SELECT activity_sender.conversation, account.service FROM activity_sender
        JOIN account ON account.id = activity_sender.sender WHERE account.source = ${source})
    GROUP BY conversation HAVING max(service IN (SELECT value FROM json_each(${services}))) = 0`);
  return new Set(rows.map(({ id }) => id));
}

/** 48 bits, never 0. */
function hashOf(text: string): number {
  return createHash('sha256').update(SALT).update(text).digest().readUIntBE(0, 6) + 1;
}
