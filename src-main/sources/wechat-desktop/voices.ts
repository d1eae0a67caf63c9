import type { Event, Extracted, RowLocator } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scan } from '../scan-rows.ts';
import { rowIssue } from '../store-issues.ts';
import { serverIdOf } from '../wechat/message-maker.ts';
import type { StoredPicture } from '../wechat/message-parts.ts';
import { renamed } from '../wechat/renamed.ts';
import type { DesktopAccount, Shard } from './account.ts';
import { DesktopTable } from './tables.ts';

/** What a generation calls a table of voices and its columns. */
export interface VoiceColumns {
  readonly table: string;
  readonly server: string;
  readonly data: string;
}

interface Held {
  readonly table: DesktopTable;
  readonly row: StoredRow;
  readonly at: RowLocator;
  readonly shard: string;
  /** The column with the voice, where the row holds one. */
  readonly cell: string | null;
}

/** How SILK, with the byte that Tencent puts before it and without, and AMR begin. */
const BEGINNINGS = ['02232153494C4B5F5633', '232153494C4B5F5633', '2321414D52'];

/** Voices, which lie in rows of databases of their own, by the server's number of their message. The voices themselves stay where they are. */
export class Voices {
  readonly #byServerId = new Map<string, Held[]>();
  readonly #others: Held[] = [];

  *read({ run }: DesktopAccount, { db, name }: Shard, of: VoiceColumns): Generator<Extracted> {
    const table = new DesktopTable(db, of.table, [], [of.data]);
    const hasData = db.has(of.table, of.data);
    const place = table.place(of.server);
    const behind = table.columns.length;
    const more = hasData ? [`length(t."${of.data}")`, `hex(substr(t."${of.data}", 1, 10))`] : [];
    yield* scan(run, table, (row, at, out) => {
      const begins = row[behind + 1];
      if (hasData && (typeof begins !== 'string' || !BEGINNINGS.some((one) => begins.startsWith(one))))
        out.push(rowIssue('warning', 'undecodable-payload', at, of.data, typeof begins === 'string' ? begins : null, 'The row holds a voice that begins as neither SILK nor AMR; it is left where it is.')); // prettier-ignore
      const id = serverIdOf(row[place]);
      const size = row[behind];
      const held: Held = { table, row, at, shard: name, cell: typeof size === 'number' && size > 0 ? of.data : null };
      const same = id === null ? undefined : this.#byServerId.get(id);
      if (same !== undefined) same.push(held);
      else if (id === null) this.#others.push(held);
      else this.#byServerId.set(id, [held]);
      return undefined;
    }, { more }); // prettier-ignore
  }

  /** The voice of a message; null where none is stored. */
  take(serverId: string | null): StoredPicture | null {
    const held = serverId === null ? undefined : this.#byServerId.get(serverId);
    const [first, ...more] = held ?? [];
    if (serverId === null || first === undefined) return null;
    this.#byServerId.delete(serverId);
    this.#others.push(...more);
    const { table, row, at, cell } = first;
    const bytes = row[table.columns.length];
    const stored = { ...renamed(table.all(row), `${table.name}.`), ...(typeof bytes === 'number' ? { 'bytes-in-row': bytes } : {}) }; // prettier-ignore
    return { at, candidates: [], previews: [], stored, ...(cell !== null && { cell }) };
  }

  /** What no message took: each shows that the app held a voice of such a message. */
  *rest(): Generator<Event> {
    for (const { table, row, at, shard } of [...[...this.#byServerId.values()].flat(), ...this.#others])
      yield { ...orphanEvent(table, row), key: `orphan:${shard}.${table.name}:${String(at.rowid)}` };
  }
}
