import type { AttachmentView, ItemView, OriginView } from '../../contract/index.ts';

/** The fields of `messages --json` and `timeline --json`; documented in docs/terminal.md and kept stable. */
export function messageJson(item: ItemView, origin: OriginView | null): Readonly<Record<string, unknown>> {
  const isUtc = item.timeZone !== 'unstated';
  return {
    id: item.id,
    class: item.class,
    source: item.source,
    conversation: item.conversation,
    conversationTitle: item.conversationTitle,
    sender: item.sender,
    direction: item.direction,
    sentUtcMs: isUtc ? item.timeMs : null,
    wallClock: isUtc || item.timeMs === null ? null : new Date(item.timeMs).toISOString().slice(0, -1),
    timeMeaning: item.timeMeaning,
    times: item.times,
    kind: item.type,
    kindStored: item.typeStored,
    body: item.body,
    serverId: item.serverId,
    status: item.status,
    state: item.state,
    recovery: item.recovery,
    logState: item.logState,
    forwarded: item.forwarded,
    editedUtcMs: item.editedMs,
    deleted: item.deleted,
    viewOnce: item.viewOnce,
    starred: item.starred,
    quote: item.quote,
    versions: item.versions,
    attachments: item.attachments.map(attachmentJson),
    reactions: item.reactions,
    mentions: item.mentions,
    receipts: item.receipts,
    details: item.details,
    system: item.system,
    call: item.call,
    tags: item.tags.map(({ name }) => name),
    notes: item.notes,
    bookmarked: item.bookmarked,
    provenance: origin === null ? null : provenanceJson(origin),
  };
}

function attachmentJson(attachment: AttachmentView): Readonly<Record<string, unknown>> {
  const { id, type, mediaType, name, caption, path, sizeBytes, durationS, presence, matchedBy, contentPath, sha256, deciphered } = attachment; // prettier-ignore
  return { id, type, mediaType, name, caption, path, sizeBytes, durationS, presence, matchedBy, contentPath, sha256, deciphered }; // prettier-ignore
}

function provenanceJson(origin: OriginView): Readonly<Record<string, unknown>> {
  return {
    file: origin.path,
    sha256: origin.sha256,
    table: origin.table,
    rowid: origin.rowid,
    at: origin.at,
    ranges: origin.ranges,
  };
}
