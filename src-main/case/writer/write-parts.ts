import type { Attachment, Detail, EvidenceRecord, Key, LogState, Mention, Quote, Reaction, Receipt, Stored, Version } from '../../model/index.ts'; // prettier-ignore
import type { CaseStatement, SqlValue } from '../../sqlite/index.ts';
import { LOG_STATES, MATCHES, PRESENCES, RECORD_KINDS, STATES, codeOf, type RecordKind } from '../codes.ts';
import { HEAD_COLUMNS, type Head } from './locators.ts';
import { recoveryText } from './write-people.ts';
import type { WriterParts } from './writer-parts.ts';

/** The file that holds an attachment's content, and how it was found. */
export interface AttachmentContent {
  /** Id of the file in the case. */
  readonly file: number;
  readonly matchedBy: (typeof MATCHES)[number];
}

/** A record that belongs to a message and names it by key. */
export type Part = Quote | Version | Attachment | Reaction | Receipt | Mention | Detail;

const COLUMNS = {
  quote: ['target_key', 'target_server_id', 'sender', 'time', 'type', 'body'],
  version: ['role', 'body', 'time', 'verbatim'],
  attachment: ['type', 'media_type', 'name', 'caption', 'path', 'stored_sha256', 'size_bytes', 'duration_s', 'width', 'height', 'thumbnail', 'transcript', 'presence', 'matched_by', 'content'], // prettier-ignore
  reaction: ['account', 'emoji', 'count', 'time'],
  receipt: ['account', 'delivered_time', 'read_time', 'played_time'],
  mention: ['account', 'name'],
  detail: ['type', 'content'],
} as const satisfies Record<Part['kind'], readonly string[]>;

/** The tables of the parts of items. */
export const PART_KINDS = Object.keys(COLUMNS) as readonly Part['kind'][];

/** Writes what belongs to a message. A message that is not read yet is noted in `pending` and found at the end. */
export class PartWriter {
  readonly #to: WriterParts;
  readonly #inserts: Readonly<Record<Part['kind'], CaseStatement<unknown>>>;
  readonly #find: CaseStatement<number>;
  readonly #wait: CaseStatement<unknown>;
  #lastKey: Key | null = null;
  #lastItem: number | null = null;

  constructor(to: WriterParts) {
    this.#to = to;
    const insert = (kind: Part['kind']): CaseStatement<unknown> => {
      const columns = ['source', 'item', 'state', 'log', 'recovery', ...HEAD_COLUMNS, ...COLUMNS[kind]];
      return to.db.prepare(`INSERT INTO ${kind} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
    };
    this.#inserts = {
      quote: insert('quote'),
      version: insert('version'),
      attachment: insert('attachment'),
      reaction: insert('reaction'),
      receipt: insert('receipt'),
      mention: insert('mention'),
      detail: insert('detail'),
    };
    this.#find = to.db.prepare('SELECT id FROM item WHERE source = ? AND key = ? ORDER BY id LIMIT 1', { shape: 'value' }); // prettier-ignore
    this.#wait = to.db.prepare('INSERT INTO pending (source, kind, record, key) VALUES (?, ?, ?, ?)');
  }

  /** Gives the part's id and its item's, null while that is not read. */
  write(
    record: Part,
    log: LogState,
    head: Head,
    content: AttachmentContent | null,
  ): { id: number; item: number | null } {
    const { source } = this.#to;
    const item = this.#itemOf(record.message);
    const { lastRowid: id } = this.#inserts[record.kind].run(
      source,
      item,
      codeOf(STATES, record.from.state),
      codeOf(LOG_STATES, log),
      recoveryText(record),
      ...head,
      ...this.#values(record, content),
    );
    if (item === null) this.#wait.run(source, codeOf<RecordKind>(RECORD_KINDS, record.kind), id, record.message);
    return { id, item };
  }

  forget(): void {
    this.#lastKey = null;
  }

  #itemOf(key: Key): number | null {
    if (key !== this.#lastKey) {
      this.#lastItem = this.#find.get(this.#to.source, key);
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
      case 'other':
        return {
          ...content,
          values: Object.fromEntries(Object.entries(content.values).map(([name, value]) => [name, plainValue(value)])),
        };
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

/** True for the records that `PartWriter` writes. */
export function isPart(record: EvidenceRecord): record is Part {
  return record.kind in COLUMNS;
}
