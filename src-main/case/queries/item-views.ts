import type { ItemView } from '../../contract/index.ts';
import type { LogState, RecordState } from '../../model/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { FLAGS } from '../codes.ts';
import { readMarks } from '../marks/read-marks.ts';
import type { ItemMore } from '../item-more.ts';
import { visible } from '../scope.ts';
import { TimeForms, msOf } from '../time-forms.ts';
import { readItemParts, type ItemParts } from './item-parts.ts';
import { accountNames, conversationTitles, idList, type AccountName } from './names.ts';

interface ItemRow {
  readonly id: number;
  readonly class: ItemView['class'];
  readonly source: number;
  readonly conversation: number | null;
  readonly sender: number | null;
  readonly timeMs: number | null;
  readonly timeForm: number | null;
  readonly timeStored: string | null;
  readonly serverId: string | null;
  readonly body: string | null;
  readonly flags: number;
  readonly times: string | null;
  readonly more: string | null;
  readonly type: ItemView['type'];
  readonly typeStored: string;
  readonly direction: ItemView['direction'];
  readonly state: RecordState;
  readonly logState: LogState;
  readonly status: string | null;
}

/** Whole views of the items, in the order of `ids`; unknown and withheld ones are left out. */
export function readItemViews(db: CaseDb, ids: readonly number[]): readonly ItemView[] {
  const rows = db.all<ItemRow>(sql`SELECT item.id, facet.class, item.source, conversation, sender, time_ms AS timeMs,
      time_form AS timeForm, time_stored AS timeStored, server_id AS serverId, body, flags, times, more, facet.type,
      type_stored AS typeStored, direction, facet.state, log_state AS logState, status
    FROM item JOIN facet ON facet.id = item.facet WHERE item.id IN (${idList(ids)}) AND ${visible}`);
  const byId = new Map(rows.map((row) => [row.id, { row, more: moreOf(row) }]));
  const found = [...byId.values()];
  const names = accountNames(
    db,
    found.flatMap(({ row, more }) => accountsIn(row, more)),
  );
  const titles = conversationTitles(
    db,
    rows.flatMap(({ conversation }) => conversation ?? []),
  );
  const parts = readItemParts(db, ids);
  const forms = new TimeForms(db);
  const marksOf = readMarks(db, ids);
  return ids.flatMap((id) => {
    const entry = byId.get(id);
    return entry === undefined ? [] : viewOf(entry.row, entry.more, { names, titles, parts, forms, marksOf });
  });
}

interface Beside {
  readonly names: ReadonlyMap<number, AccountName>;
  readonly titles: ReadonlyMap<number, string>;
  readonly parts: ItemParts;
  readonly forms: TimeForms;
  readonly marksOf: ReturnType<typeof readMarks>;
}

function viewOf(row: ItemRow, more: ItemMore, { names, titles, parts, forms, marksOf }: Beside): ItemView {
  const first = row.timeMs === null || row.timeForm === null ? null : firstTime(row.timeMs, row.timeForm, row.timeStored, forms); // prettier-ignore
  const nameOf = (account: number | null): string | null =>
    account === null ? null : (names.get(account)?.name ?? null);
  return {
    id: row.id,
    class: row.class,
    source: row.source,
    conversation: row.conversation,
    conversationTitle: row.conversation === null ? null : (titles.get(row.conversation) ?? null),
    sender: row.sender === null ? null : (names.get(row.sender) ?? null),
    direction: row.direction,
    timeMs: row.timeMs,
    timeMeaning: first?.meaning ?? null,
    timeZone: first?.zone ?? null,
    times: first === null ? forms.decodeAll(row.times) : [first, ...forms.decodeAll(row.times)],
    type: row.type,
    typeStored: row.typeStored,
    body: row.body,
    status: row.status,
    state: row.state,
    recovery: more.recovery ?? null,
    logState: row.logState,
    serverId: row.serverId,
    starred: (row.flags & FLAGS.starred) !== 0,
    viewOnce: (row.flags & FLAGS.viewOnce) !== 0,
    forwarded: more.forwarded ?? null,
    editedMs: msOf(more.edited ?? null),
    deleted: more.deleted === undefined ? null : { by: nameOf(more.deleted.by), timeMs: msOf(more.deleted.time) },
    expires: more.expires === undefined ? null : { durationS: more.expires.durationS, atMs: msOf(more.expires.at) },
    system: systemOf(more, nameOf),
    call: callOf(more, nameOf),
    quote: parts.quoteOf(row.id),
    versions: parts.versionsOf(row.id),
    attachments: parts.attachmentsOf(row.id),
    reactions: parts.reactionsOf(row.id),
    mentions: parts.mentionsOf(row.id),
    details: parts.detailsOf(row.id),
    receipts: parts.receiptsOf(row.id),
    issues: parts.issuesOf(row.id),
    ...marksOf(row.id),
  };
}

function firstTime(utcMs: number, form: number, stored: string | null, forms: TimeForms) {
  return forms.read(stored === null ? [utcMs, form] : [utcMs, form, stored]);
}

function systemOf(more: ItemMore, nameOf: (account: number | null) => string | null): ItemView['system'] {
  if (more.system === undefined) return null;
  const { action, actionStored, actor, affected, before, after } = more.system;
  return {
    action,
    actionStored,
    actor: nameOf(actor),
    affected: affected.flatMap((account) => nameOf(account) ?? []),
    before,
    after,
  };
}

function callOf(more: ItemMore, nameOf: (account: number | null) => string | null): ItemView['call'] {
  if (more.call === undefined) return null;
  const { video, group, durationS, outcome, outcomeStored, accounts } = more.call;
  return {
    video,
    group,
    durationS,
    outcome,
    outcomeStored,
    accounts: accounts.flatMap((account) => nameOf(account) ?? []),
  };
}

function moreOf(row: ItemRow): ItemMore {
  return row.more === null ? {} : (JSON.parse(row.more) as ItemMore);
}

function accountsIn(row: ItemRow, more: ItemMore): readonly number[] {
  const named = [row.sender, more.deleted?.by ?? null, more.system?.actor ?? null];
  return [
    ...named.filter((account) => account !== null),
    ...(more.system?.affected ?? []),
    ...(more.call?.accounts ?? []),
  ];
}
