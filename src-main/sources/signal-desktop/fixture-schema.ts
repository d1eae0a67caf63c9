/**
 * The tables that the app makes and this parser reads, with the columns of about version 7.60, and before 1270 those of 6.x. Names
 * and types: signalapp/Signal-Desktop, ts/sql/migrations.
 */
const CONVERSATIONS = 'CREATE TABLE conversations(id STRING PRIMARY KEY ASC, json TEXT, active_at INTEGER, type STRING, members TEXT, name TEXT, profileName TEXT, profileFamilyName TEXT, profileFullName TEXT, e164 TEXT, serviceId TEXT, groupId TEXT, profileLastFetchedAt INTEGER, expireTimerVersion INTEGER NOT NULL DEFAULT 1)'; // prettier-ignore
const ITEMS = 'CREATE TABLE items(id STRING PRIMARY KEY ASC, json TEXT)';
const REACTIONS = 'CREATE TABLE reactions(conversationId STRING, emoji STRING, fromId STRING, messageReceivedAt INTEGER, targetAuthorAci STRING, targetTimestamp INTEGER, unread INTEGER, messageId STRING, timestamp NUMBER)'; // prettier-ignore
const CALLS = 'CREATE TABLE callsHistory(callId TEXT PRIMARY KEY, peerId TEXT NOT NULL, ringerId TEXT DEFAULT NULL, mode TEXT NOT NULL, type TEXT NOT NULL, direction TEXT NOT NULL, status TEXT NOT NULL, timestamp INTEGER NOT NULL, startedById TEXT DEFAULT NULL, endedTimestamp INTEGER DEFAULT NULL)'; // prettier-ignore
const OLDER = 'rowid INTEGER PRIMARY KEY ASC, id STRING UNIQUE, json TEXT, readStatus INTEGER, expires_at INTEGER, sent_at INTEGER, schemaVersion INTEGER, conversationId STRING, received_at INTEGER, source STRING, hasAttachments INTEGER, hasFileAttachments INTEGER, hasVisualMediaAttachments INTEGER, expireTimer INTEGER, expirationStartTimestamp INTEGER, type STRING, body TEXT, isErased INTEGER, isViewOnce INTEGER, sourceServiceId TEXT, serverGuid STRING NULL, sourceDevice INTEGER, storyId STRING, seenStatus NUMBER default 0'; // prettier-ignore
const NEWER =
  'received_at_ms INTEGER, unidentifiedDeliveryReceived INTEGER, serverTimestamp INTEGER, timestamp INTEGER';
const ATTACHMENTS = 'CREATE TABLE message_attachments(messageId TEXT NOT NULL, editHistoryIndex INTEGER NOT NULL, attachmentType TEXT NOT NULL, orderInMessage INTEGER NOT NULL, conversationId TEXT NOT NULL, sentAt INTEGER NOT NULL, clientUuid TEXT, size INTEGER NOT NULL, contentType TEXT NOT NULL, path TEXT, plaintextHash TEXT, localKey TEXT, caption TEXT, fileName TEXT, blurHash TEXT, height INTEGER, width INTEGER, digest TEXT, key TEXT, version INTEGER, flags INTEGER, duration REAL, thumbnailPath TEXT, thumbnailLocalKey TEXT, pending INTEGER, error INTEGER, PRIMARY KEY (messageId, editHistoryIndex, attachmentType, orderInMessage)) STRICT'; // prettier-ignore

/** The statements that make an empty store of a variant. */
export function schemaOf(variant: string): readonly string[] {
  const common = [CONVERSATIONS, ITEMS, REACTIONS, CALLS];
  if (variant === 'json') return [`CREATE TABLE messages(${OLDER})`, ...common];
  const messages = `CREATE TABLE messages(${OLDER}, ${NEWER})`;
  return variant === 'columns' ? [messages, ...common] : [messages, ...common, ATTACHMENTS];
}

/** Fields of a message that stand in columns in every version, and those that moved there. */
export const COLUMNS_OF: Readonly<Record<'always' | 'moved', readonly string[]>> = {
  always: ['id', 'sent_at', 'conversationId', 'received_at', 'source', 'sourceServiceId', 'type', 'body', 'expireTimer', 'expires_at', 'expirationStartTimestamp', 'isErased', 'isViewOnce', 'hasAttachments', 'hasFileAttachments', 'hasVisualMediaAttachments', 'readStatus', 'seenStatus', 'serverGuid', 'sourceDevice'], // prettier-ignore
  moved: ['received_at_ms', 'serverTimestamp', 'timestamp', 'unidentifiedDeliveryReceived'],
};
