import type { MediaPlace } from '../lines/attachment-block.ts';
import type { PrintedLine } from '../lines/printed-line.ts';
import type { Citation, ReportItem } from '../report-input.ts';

/**
 * One line of `messages.jsonl`: every field of the item with evidence text as stored, and where each part was read.
 * Row ids beyond 2^53 are strings of digits.
 */
export function itemJson(
  { item, citations, notes = [] }: ReportItem,
  line: PrintedLine,
  media: (sha256: string) => MediaPlace | null,
): Readonly<Record<string, unknown>> {
  return {
    line: line.number,
    id: item.id,
    class: item.class,
    source: item.source,
    conversation: item.conversation,
    conversationTitle: item.conversationTitle,
    sender: item.sender,
    direction: item.direction,
    sentUtcMs: item.timeZone === 'unstated' ? null : item.timeMs,
    timeLocal: line.time?.local ?? null,
    timeUtc: line.time?.utc ?? null,
    timeMeaning: item.timeMeaning,
    timeZone: item.timeZone,
    times: item.times,
    kind: item.type,
    kindStored: item.typeStored,
    body: item.body,
    status: item.status,
    state: item.state,
    recovery: item.recovery,
    logState: item.logState,
    serverId: item.serverId,
    starred: item.starred,
    viewOnce: item.viewOnce,
    forwarded: item.forwarded,
    editedUtcMs: item.editedMs,
    deleted: item.deleted,
    expires: item.expires,
    system: item.system,
    call: item.call,
    quote: item.quote,
    versions: item.versions,
    attachments: item.attachments.map((attachment) => {
      const place = attachment.sha256 === null ? null : media(attachment.sha256);
      return { ...attachment, fileInReport: place?.kept === true ? place.href : null };
    }),
    reactions: item.reactions,
    mentions: item.mentions,
    details: item.details,
    receipts: item.receipts,
    issues: item.issues,
    tags: item.tags.map(({ name }) => name),
    notes,
    provenance: citations.map(citationJson),
  };
}

function citationJson({ gives, locator, exhibit, path, ranges }: Citation): Readonly<Record<string, unknown>> {
  const at =
    locator.kind === 'row'
      ? {
          table: locator.table,
          rowid: integer(locator.rowid),
          ...(locator.key === undefined ? {} : { key: locator.key }),
        }
      : locator.kind === 'bytes'
        ? { offset: locator.offset, length: locator.length }
        : { node: locator.path };
  return {
    gives,
    exhibit,
    file: path,
    sha256: locator.file,
    ...at,
    ranges: ranges.map((range) => ({
      file: range.path,
      fileSha256: range.file,
      in: range.in,
      page: range.page,
      offset: range.offset,
      length: range.length,
      sha256: range.sha256,
    })),
  };
}

function integer(value: number | bigint | null): number | string | null {
  return typeof value === 'bigint' ? String(value) : value;
}
