import type { Issue } from '../../model/index.ts';
import { storeIssue } from '../store-issues.ts';
import type { Reading } from './reading.ts';

/** Columns without which rows of a table are not records, in the versions that the README names: one of each list. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  model_TSThread: [['uniqueId'], ['recordType'], ['contactUUID'], ['contactPhoneNumber'], ['groupModel'], ['messageDraft'], ['creationDate']],
  model_TSInteraction: [['id'], ['uniqueId'], ['recordType'], ['timestamp'], ['receivedAtTimestamp'], ['serverTimestamp'], ['uniqueThreadId'], ['authorUUID'], ['authorPhoneNumber'],
    ['body'], ['callType'], ['messageType'], ['errorType'], ['quotedMessage'], ['linkPreview'], ['contactShare'], ['messageSticker'], ['bodyRanges'], ['infoMessageUserInfo'],
    ['recipientAddressStates'], ['recipientAddress'], ['storedMessageState'], ['wasRemotelyDeleted'], ['isViewOnceMessage'], ['expiresInSeconds'], ['expiresAt'],
    ['configurationDurationSeconds'], ['createdByRemoteName'], ['creatorUuid']],
  model_SignalRecipient: [['id'], ['uniqueId'], ['recipientUUID'], ['recipientPhoneNumber']],
  model_OWSUserProfile: [['recipientUUID'], ['recipientPhoneNumber'], ['profileName'], ['familyName'], ['uniqueId']],
  model_SignalAccount: [['recipientUUID'], ['recipientPhoneNumber'], ['fullName', 'contact']],
  thread_associated_data: [['threadUniqueId'], ['isArchived']],
  model_OWSDisappearingMessagesConfiguration: [['uniqueId'], ['durationSeconds'], ['enabled']],
  model_TSGroupMember: [['groupThreadId'], ['uuidString'], ['phoneNumber']],
  model_OWSReaction: [['uniqueMessageId'], ['emoji'], ['reactorUUID'], ['reactorE164'], ['sentAtTimestamp']],
  model_TSMention: [['uniqueMessageId'], ['uuidString']],
  model_TSAttachment: [['uniqueId'], ['albumMessageId'], ['contentType'], ['localRelativeFilePath'], ['attachmentType']],
  Attachment: [['id'], ['mimeType'], ['localRelativeFilePath'], ['sha256ContentHash']],
  MessageAttachmentReference: [['ownerType'], ['ownerRowId'], ['attachmentRowId'], ['renderingFlag']],
  AdminDelete: [['interactionId'], ['deleteAuthorId']],
  EditRecord: [['latestRevisionId'], ['pastRevisionId']],
  CallRecord: [['interactionRowId'], ['threadRowId'], ['type'], ['direction'], ['status'], ['callBeganTimestamp', 'timestamp']],
  model_CallRecord: [['interactionUniqueId'], ['type'], ['direction'], ['status']],
  Poll: [['id'], ['interactionId']],
  PollOption: [['id'], ['pollId'], ['option'], ['optionIndex']],
  PollVote: [['optionId'], ['voteAuthorId']],
  UsernameLookupRecord: [['aci'], ['username']],
  NicknameRecord: [['recipientRowID']],
  model_StoryMessage: [['uniqueId'], ['timestamp'], ['authorUuid'], ['direction'], ['manifest'], ['attachment']],
  model_OWSRecipientIdentity: [['accountId'], ['createdAt']],
  MessageSendLog_Payload: [['plaintextContent'], ['sentTimestamp'], ['uniqueThreadId']],
  indexable_text: [['uniqueId'], ['ftsIndexableContent']],
}; // prettier-ignore

/** An issue for each column that a table lacks and its records need: an older, newer or changed schema. */
export function* missingColumns({ db, found }: Reading): Generator<Issue> {
  for (const [table, needed] of Object.entries(NEEDED)) {
    if (!db.tables.has(table)) continue;
    for (const names of needed) if (!names.some((name) => db.has(table, name))) yield missing(table, names[0] ?? '');
  }
  // Number identities came with the newer kind.
  if (found.variant === 'attachment-references' && db.tables.has('model_SignalRecipient') && !db.has('model_SignalRecipient', 'pni')) yield missing('model_SignalRecipient', 'pni'); // prettier-ignore
  const settings = (db.tables.get('keyvalue') ?? []).map((name) => name.toLowerCase());
  if (db.tables.has('keyvalue'))
    for (const name of ['key', 'collection', 'value']) if (!settings.includes(name)) yield missing('keyvalue', name);
  for (const table of ['model_TSThread', 'model_TSInteraction', 'model_SignalRecipient'] as const)
    if (!db.tables.has(table)) yield storeIssue('error', 'table-missing', table, 'the store has no such table');
}

function missing(table: string, column: string): Issue {
  const detail = `the table has no column ${column}, which its records are made of; what depends on it is not shown`;
  return storeIssue('warning', 'column-missing', `${table}.${column}`, detail);
}
