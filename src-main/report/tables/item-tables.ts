import type { BagFile, BagWriter } from '../bag/bag-writer.ts';
import type { MediaPlace } from '../lines/attachment-block.ts';
import type { PrintedLine } from '../lines/printed-line.ts';
import type { ReportItem } from '../report-input.ts';
import { CSV_START, csvLine } from '../text/csv.ts';
import { printTime } from '../text/time.ts';
import { itemJson } from './item-json.ts';

const MESSAGE_HEAD = [
  'line',
  'id',
  'exhibit',
  'conversation_id',
  'conversation',
  'time_local',
  'time_utc',
  'time_meaning',
  'time_zone',
  'sender',
  'sender_identifier',
  'direction',
  'kind',
  'kind_stored',
  'body',
  'state',
  'recovery_method',
  'log_state',
  'deleted_by',
  'deleted_utc',
  'edited_utc',
  'quote_sender',
  'quote_body',
  'reactions',
  'attachments',
  'server_id',
  'file',
  'file_sha256',
  'table',
  'rowid',
  'ranges',
];

const EVENT_HEAD = [
  'line',
  'id',
  'exhibit',
  'conversation_id',
  'type',
  'time_local',
  'time_utc',
  'time_meaning',
  'actor',
  'actor_identifier',
  'direction',
  'call_video',
  'call_group',
  'call_duration_s',
  'call_outcome',
  'call_outcome_stored',
  'accounts',
  'body',
  'state',
  'file',
  'file_sha256',
  'table',
  'rowid',
  'ranges',
];

const ATTACHMENT_HEAD = [
  'line',
  'message_id',
  'id',
  'type',
  'media_type',
  'name',
  'caption',
  'size_bytes',
  'duration_s',
  'width',
  'height',
  'presence',
  'matched_by',
  'stored_path',
  'exhibit_path',
  'sha256',
  'stored_sha256',
  'file_in_report',
  'transcript',
  'deciphered_from',
  'deciphered_from_sha256',
  'deciphered_how',
];

/** The tables that hold one row for each line of the report: messages, events, attachments, and all fields as JSON Lines. */
export class ItemTables {
  readonly #bag: BagWriter;
  readonly #zone: string;
  readonly #json: BagFile;
  readonly #messages: BagFile;
  readonly #events: BagFile;
  readonly #attachments: BagFile;

  constructor(bag: BagWriter, zone: string) {
    this.#bag = bag;
    this.#zone = zone;
    this.#json = bag.open('messages.jsonl');
    this.#messages = this.#table('messages.csv', MESSAGE_HEAD);
    this.#events = this.#table('events.csv', EVENT_HEAD);
    this.#attachments = this.#table('attachments.csv', ATTACHMENT_HEAD);
  }

  add(reported: ReportItem, line: PrintedLine, media: (sha256: string) => MediaPlace | null): void {
    this.#json.write(`${JSON.stringify(itemJson(reported, line, media))}\n`);
    if (reported.item.class === 'message') this.#messages.write(csvLine(this.#message(reported, line)));
    else this.#events.write(csvLine(eventRow(reported, line)));
    for (const attachment of reported.item.attachments) {
      const place = attachment.sha256 === null ? null : media(attachment.sha256);
      this.#attachments.write(
        csvLine([
          line.number,
          reported.item.id,
          attachment.id,
          attachment.type,
          attachment.mediaType,
          attachment.name,
          attachment.caption,
          attachment.sizeBytes,
          attachment.durationS,
          attachment.width,
          attachment.height,
          attachment.presence,
          attachment.matchedBy,
          attachment.path,
          attachment.contentPath,
          attachment.sha256,
          attachment.storedSha256,
          place?.kept === true ? place.href : null,
          attachment.transcript,
          attachment.deciphered?.path ?? null,
          attachment.deciphered?.sha256 ?? null,
          attachment.deciphered?.method ?? null,
        ]),
      );
    }
  }

  close(): void {
    for (const file of [this.#json, this.#messages, this.#events, this.#attachments]) this.#bag.close(file);
  }

  #table(name: string, head: readonly string[]): BagFile {
    const file = this.#bag.open(name);
    file.write(CSV_START + csvLine(head));
    return file;
  }

  #message(reported: ReportItem, line: PrintedLine): Parameters<typeof csvLine>[0] {
    const { item, citations } = reported;
    const utc = (ms: number | null | undefined): string | null =>
      ms === null || ms === undefined ? null : printTime(ms, this.#zone, 'utc').utc;
    const reactions = item.reactions.map((reaction) => `${reaction.emoji ?? '–'} ${reaction.name ?? ''}`.trim());
    return [
      line.number,
      item.id,
      citations[0]?.exhibit ?? null,
      item.conversation,
      item.conversationTitle,
      line.time?.local ?? null,
      line.time?.utc ?? null,
      item.timeMeaning,
      item.timeZone,
      item.sender?.name ?? null,
      item.sender?.identifier ?? null,
      item.direction,
      item.type,
      item.typeStored,
      item.body,
      item.state,
      item.recovery?.method ?? null,
      item.logState,
      item.deleted?.by ?? null,
      utc(item.deleted?.timeMs),
      utc(item.editedMs),
      item.quote?.sender ?? null,
      item.quote?.body ?? null,
      reactions.join('; '),
      item.attachments.length,
      item.serverId,
      ...place(reported),
    ];
  }
}

function eventRow(reported: ReportItem, line: PrintedLine): Parameters<typeof csvLine>[0] {
  const { item, citations } = reported;
  return [
    line.number,
    item.id,
    citations[0]?.exhibit ?? null,
    item.conversation,
    item.type,
    line.time?.local ?? null,
    line.time?.utc ?? null,
    item.timeMeaning,
    item.sender?.name ?? null,
    item.sender?.identifier ?? null,
    item.direction,
    item.call?.video ?? null,
    item.call?.group ?? null,
    item.call?.durationS ?? null,
    item.call?.outcome ?? null,
    item.call?.outcomeStored ?? null,
    item.call?.accounts.join('; ') ?? null,
    item.body,
    item.state,
    ...place(reported),
  ];
}

/** File, hash, table, row and byte ranges (`offset+length`) of the place that makes the record exist. */
function place({ citations }: ReportItem): readonly (string | null)[] {
  const first = citations[0];
  if (first === undefined) return [null, null, null, null, null];
  const { locator } = first;
  const table = locator.kind === 'row' ? locator.table : null;
  const rowid = locator.kind === 'row' ? String(locator.rowid ?? locator.key ?? '') : null;
  const own = locator.kind === 'bytes' ? [`${locator.offset}+${locator.length}`] : [];
  const ranges = first.ranges.map(
    (range) => `${range.in === 'main' ? '' : `${range.in}:`}${range.offset}+${range.length}`,
  );
  return [first.path, locator.file, table, rowid, [...own, ...ranges].join(' ')];
}
