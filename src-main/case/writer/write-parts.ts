import type { Attachment, Detail, EvidenceRecord, Key, LogState, Stored, StoredColumns } from '../../model/index.ts';
import type { SqlValue } from '../../sqlite/index.ts';
import { LOG_STATES, MATCHES, PRESENCES, RECORD_KINDS, STATES, codeOf, type RecordKind } from '../codes.ts';
import { nextId } from '../ids.ts';
import { HEAD_COLUMNS, type Head } from './locators.ts';
import { PART_COLUMNS, type Part } from './part-columns.ts';
import { RowInserter } from './row-inserter.ts';
import type { ItemWriter } from './write-items.ts';
import { recoveryText } from './write-people.ts';
import type { WriterParts } from './writer-parts.ts';

/** The file that holds an attachment's content, and how it was found. */
export interface AttachmentContent {
  /** Id of the file in the case. */
  readonly file: number;
  readonly matchedBy: (typeof MATCHES)[number];
}

interface PartTable {
  readonly rows: RowInserter;
  next: number;
}

/** Writes what belongs to a message. A message that is not read yet is noted in `pending` and found at the end. */
export class PartWriter {
  readonly #to: WriterParts;
  readonly #items: ItemWriter;
  readonly #tables: Readonly<Record<Part['kind'], PartTable>>;
  readonly #wait: RowInserter;
  #lastKey: Key | null = null;
  #lastItem: number | null = null;

  constructor(to: WriterParts, items: ItemWriter) {
    this.#to = to;
    this.#items = items;
    const table = (kind: Part['kind']): PartTable => ({
      rows: new RowInserter(to.db, kind, ['id', 'source', 'item', 'state', 'log', 'recovery', ...HEAD_COLUMNS, ...PART_COLUMNS[kind]]), // prettier-ignore
      next: nextId(to.db, kind),
    });
    this.#tables = {
      quote: table('quote'),
      version: table('version'),
      attachment: table('attachment'),
      reaction: table('reaction'),
      receipt: table('receipt'),
      mention: table('mention'),
      detail: table('detail'),
    };
    this.#wait = new RowInserter(to.db, 'pending', ['source', 'kind', 'record', 'key']);
  }

  /** Gives the part's id and its item's, null while that is not read. */
  write(
    record: Part,
    log: LogState,
    head: Head,
    content: AttachmentContent | null,
  ): { id: number; item: number | null } {
    const { source } = this.#to;
    const table = this.#tables[record.kind];
    const item = this.#itemOf(record.message);
    const id = table.next;
    table.next += 1;
    table.rows.add([
      id,
      source,
      item,
      codeOf(STATES, record.from.state),
      codeOf(LOG_STATES, log),
      recoveryText(record),
      ...head,
      ...this.#values(record, content),
    ]);
    if (item === null) this.#wait.add([source, codeOf<RecordKind>(RECORD_KINDS, record.kind), id, record.message]);
    return { id, item };
  }

  flush(): void {
    for (const { rows } of Object.values(this.#tables)) rows.flush();
    this.#wait.flush();
  }

  #itemOf(key: Key): number | null {
    if (key !== this.#lastKey) {
      this.#lastItem = this.#items.idOf(key);
      this.#lastKey = this.#lastItem === null ? null : key;
    }
    return this.#lastItem;
  }

  #values(record: Part, content: AttachmentContent | null): SqlValue[] {
    const { accounts, times } = this.#to;
    switch (record.kind) {
      case 'quote':
        return [record.target.key, record.target.serverId, accounts.orNull(record.sender), times.encode(record.time),
          record.type, record.body]; // prettier-ignore
      case 'version':
        return [record.role, record.body, times.encode(record.time), record.verbatim ? 1 : 0];
      case 'attachment':
        return attachmentValues(record, content);
      case 'reaction':
        return [accounts.orNull(record.account), record.emoji, record.count, times.encode(record.time)];
      case 'receipt':
        return [accounts.orNull(record.account), times.encode(record.delivered), times.encode(record.read),
          times.encode(record.played)]; // prettier-ignore
      case 'mention':
        return [accounts.idOf(record.account), record.name];
      case 'detail':
        return [record.content.type, JSON.stringify(this.#detail(record.content))];
    }
  }

  /** The content with account ids for keys and `TimeText` for times. */
  #detail(content: Detail['content']): Readonly<Record<string, unknown>> {
    const { accounts, times, conversations } = this.#to;
    switch (content.type) {
      case 'contact':
        return { ...content, accounts: content.accounts.map((key) => accounts.idOf(key)) };
      case 'poll':
        return { ...content, ends: times.encode(content.ends) };
      case 'poll-vote':
      case 'pin':
        return { ...content, account: accounts.orNull(content.account), time: times.encode(content.time) };
      case 'invite':
        return { ...content, group: conversations.orNull(content.group), expires: times.encode(content.expires) };
      case 'event':
        return { ...content, starts: times.encode(content.starts), ends: times.encode(content.ends) };
      case 'location':
        return content.time === undefined ? content : { ...content, time: times.encode(content.time) };
      case 'part':
        return { ...content, time: times.encode(content.time), values: plainValues(content.values) };
      case 'other':
        return { ...content, values: plainValues(content.values) };
      default:
        return content;
    }
  }
}

function attachmentValues(record: Attachment, content: AttachmentContent | null): SqlValue[] {
  const presence = content !== null ? 'present' : record.thumbnail !== null ? 'thumbnail' : 'absent';
  return [record.type, record.mediaType, record.name, record.caption, record.path, record.sha256, record.sizeBytes,
    record.durationS, record.width, record.height, record.thumbnail, record.transcript, codeOf(PRESENCES, presence),
    content === null ? null : codeOf(MATCHES, content.matchedBy), content?.file ?? null]; // prettier-ignore
}

/** Stored values that JSON does not know: large integers as digits, bytes as SQL writes them. */
function plainValue(value: Stored): string | number | null {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return value;
}

function plainValues(values: StoredColumns): Readonly<Record<string, string | number | null>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plainValue(value)]));
}

/** True for the records that `PartWriter` writes. */
export function isPart(record: EvidenceRecord): record is Part {
  return record.kind in PART_COLUMNS;
}
