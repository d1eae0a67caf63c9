import type { CallView, OriginView, SourceView } from '../../../src-main/contract/index.ts';
import { callWord } from '../../text/call-word.ts';
import type { Messages } from '../../messages/en.ts';
import { timeCells, tsvOf } from '../../text/tsv.ts';

/** Where calls were read: the sources of the case, and the first place of each record. */
export interface CallOrigins {
  readonly sources: readonly SourceView[];
  readonly origins: ReadonlyMap<number, OriginView>;
}

/** Calls as tab-separated text with a line of column heads, each with the source, file and row it was read from. */
export function callsAsTsv(rows: readonly CallView[], read: CallOrigins, zone: string, m: Messages): string {
  const c = m.calls.columns;
  const head = [c.time, c.utc, c.caller, c.callerIdentifier, c.others, c.direction, c.kind, c.outcome, c.outcomeStored, c.seconds, c.conversation, c.record, c.id, c.exhibit, c.source, c.file, c.sha256, c.table, c.row]; // prettier-ignore
  return tsvOf([head, ...rows.map((row) => [...cellsOf(row, zone, m), ...originCells(row, read)])]);
}

function cellsOf({ item, others }: CallView, zone: string, m: Messages): readonly string[] {
  const { call, sender } = item;
  const { local, utc } = timeCells(item, zone, m);
  return [
    local,
    utc,
    sender?.name ?? '',
    sender?.identifier ?? '',
    others.map(({ name, identifier }) => (name === identifier ? name : `${name} <${identifier}>`)).join('; '),
    m.calls.directions[item.direction],
    kindOf(item, m) ?? '',
    call === null ? '' : (m.words.outcomes[call.outcome] ?? call.outcome),
    call?.outcomeStored ?? '',
    call?.durationS === null || call === null ? '' : String(call.durationS),
    item.conversationTitle ?? '',
    m.calls.records[item.class],
    String(item.id),
  ];
}

function originCells({ item }: CallView, { sources, origins }: CallOrigins): readonly string[] {
  const source = sources.find(({ id }) => id === item.source);
  const origin = origins.get(item.id);
  return [
    source?.exhibitReference ?? '',
    source?.label ?? '',
    origin?.path ?? '',
    origin?.sha256 ?? '',
    origin?.table ?? '',
    origin === undefined || origin.rowid === null ? '' : String(origin.rowid),
  ];
}

/** Voice or video, and whether of a group; null where the record says neither. */
export function kindOf({ call }: CallView['item'], m: Messages): string | null {
  if (call === null) return null;
  return `${callWord(call.video, m)}${call.group ? ` · ${m.call.group}` : ''}`;
}
