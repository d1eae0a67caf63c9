/**
 * The tables that the app makes and this parser reads, with the columns that matter to it. Names and types: signalapp/Signal-iOS,
 * SignalServiceKit/Resources/schema.sql, @026b02c (2021) for the older kind, its versions of 2025 for the newer one.
 */
const BOTH = [
  'CREATE TABLE keyvalue (key TEXT NOT NULL, collection TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (key, collection))',
  'CREATE TABLE "model_TSThread" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "conversationColorName" TEXT NOT NULL, "creationDate" DOUBLE, "isArchived" INTEGER NOT NULL, "lastInteractionRowId" INTEGER NOT NULL, "messageDraft" TEXT, "shouldThreadBeVisible" INTEGER NOT NULL, "contactPhoneNumber" TEXT, "contactUUID" TEXT, "groupModel" BLOB, "isMarkedUnread" BOOLEAN NOT NULL DEFAULT 0, "mentionNotificationMode" INTEGER NOT NULL DEFAULT 0)',
  'CREATE TABLE thread_associated_data ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "threadUniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "isArchived" BOOLEAN NOT NULL DEFAULT 0, "isMarkedUnread" BOOLEAN NOT NULL DEFAULT 0, "mutedUntilTimestamp" INTEGER NOT NULL DEFAULT 0, "audioPlaybackRate" DOUBLE NOT NULL DEFAULT 1)',
  'CREATE TABLE "model_OWSDisappearingMessagesConfiguration" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "durationSeconds" INTEGER NOT NULL, "enabled" INTEGER NOT NULL)',
  'CREATE TABLE "model_TSGroupMember" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "groupThreadId" TEXT NOT NULL, "phoneNumber" TEXT, "uuidString" TEXT, "lastInteractionTimestamp" INTEGER NOT NULL DEFAULT 0)',
  'CREATE TABLE "model_OWSReaction" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "emoji" TEXT NOT NULL, "reactorE164" TEXT, "reactorUUID" TEXT, "receivedAtTimestamp" INTEGER NOT NULL, "sentAtTimestamp" INTEGER NOT NULL, "uniqueMessageId" TEXT NOT NULL, "read" BOOLEAN NOT NULL DEFAULT 0)',
  'CREATE TABLE "model_TSMention" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "uniqueMessageId" TEXT NOT NULL, "uniqueThreadId" TEXT NOT NULL, "uuidString" TEXT NOT NULL, "creationTimestamp" DOUBLE NOT NULL)',
  'CREATE TABLE "model_OWSUserProfile" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "profileKey" BLOB, "profileName" TEXT, "recipientPhoneNumber" TEXT, "recipientUUID" TEXT, "familyName" TEXT, "bio" TEXT)',
  'CREATE TABLE "model_OWSRecipientIdentity" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "accountId" TEXT NOT NULL, "createdAt" DOUBLE NOT NULL, "identityKey" BLOB NOT NULL, "isFirstKnownKey" INTEGER NOT NULL, "verificationState" INTEGER NOT NULL)',
  'CREATE TABLE "MessageSendLog_Payload" ("payloadId" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "plaintextContent" BLOB NOT NULL, "contentHint" INTEGER NOT NULL, "sentTimestamp" INTEGER NOT NULL, "uniqueThreadId" TEXT NOT NULL, "sendComplete" BOOLEAN NOT NULL DEFAULT 0)',
] as const;

/** Columns of a message that both kinds have. */
const MESSAGE =
  '"id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "receivedAtTimestamp" INTEGER NOT NULL, "timestamp" INTEGER NOT NULL, "uniqueThreadId" TEXT NOT NULL, "authorPhoneNumber" TEXT, "authorUUID" TEXT, "body" TEXT, "callType" INTEGER, "configurationDurationSeconds" INTEGER, "configurationIsEnabled" INTEGER, "contactShare" BLOB, "createdByRemoteName" TEXT, "errorType" INTEGER, "expireStartedAt" INTEGER, "expiresAt" INTEGER, "expiresInSeconds" INTEGER, "isViewOnceMessage" INTEGER, "linkPreview" BLOB, "messageSticker" BLOB, "messageType" INTEGER, "quotedMessage" BLOB, "read" INTEGER, "recipientAddress" BLOB, "recipientAddressStates" BLOB, "serverTimestamp" INTEGER, "storedMessageState" INTEGER, "wasReceivedByUD" INTEGER, "infoMessageUserInfo" BLOB, "wasRemotelyDeleted" BOOLEAN, "bodyRanges" BLOB, "offerType" INTEGER, "creatorUuid" TEXT, "joinedMemberUuids" BLOB, "eraId" TEXT, "serverGuid" TEXT';

const NEW = [
  `CREATE TABLE "model_TSInteraction" (${MESSAGE}, "storyAuthorUuidString" TEXT, "storyTimestamp" INTEGER, "editState" INTEGER DEFAULT 0, "expireTimerVersion" INTEGER)`,
  'CREATE TABLE "model_SignalRecipient" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "devices" BLOB NOT NULL, "recipientPhoneNumber" TEXT UNIQUE, "recipientUUID" TEXT UNIQUE, "unregisteredAtTimestamp" INTEGER, "pni" TEXT UNIQUE)',
  `CREATE TABLE "model_SignalAccount" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "recipientPhoneNumber" TEXT, "recipientUUID" TEXT, "givenName" TEXT NOT NULL DEFAULT '', "familyName" TEXT NOT NULL DEFAULT '', "nickname" TEXT NOT NULL DEFAULT '', "fullName" TEXT NOT NULL DEFAULT '')`,
  'CREATE TABLE "UsernameLookupRecord" ("aci" BLOB PRIMARY KEY NOT NULL, "username" TEXT NOT NULL)',
  'CREATE TABLE "EditRecord" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "latestRevisionId" INTEGER NOT NULL, "pastRevisionId" INTEGER NOT NULL, "read" BOOLEAN NOT NULL DEFAULT 0)',
  'CREATE TABLE "Attachment" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "blurHash" TEXT, "sha256ContentHash" BLOB UNIQUE, "unencryptedByteCount" INTEGER, "mimeType" TEXT NOT NULL, "encryptionKey" BLOB NOT NULL, "localRelativeFilePath" TEXT, "contentType" INTEGER, "cachedAudioDurationSeconds" DOUBLE, "cachedMediaHeightPixels" INTEGER, "cachedMediaWidthPixels" INTEGER, "cachedVideoDurationSeconds" DOUBLE)',
  'CREATE TABLE "MessageAttachmentReference" ("ownerType" INTEGER NOT NULL, "ownerRowId" INTEGER NOT NULL, "attachmentRowId" INTEGER NOT NULL, "receivedAtTimestamp" INTEGER NOT NULL, "contentType" INTEGER, "renderingFlag" INTEGER NOT NULL, "orderInMessage" INTEGER, "threadRowId" INTEGER NOT NULL, "caption" TEXT, "sourceFilename" TEXT, "sourceUnencryptedByteCount" INTEGER, "sourceMediaHeightPixels" INTEGER, "sourceMediaWidthPixels" INTEGER, "isViewOnce" BOOLEAN NOT NULL DEFAULT 0)',
  'CREATE TABLE "CallRecord" ("id" INTEGER PRIMARY KEY NOT NULL, "callId" TEXT NOT NULL, "interactionRowId" INTEGER UNIQUE, "threadRowId" INTEGER, "type" INTEGER NOT NULL, "direction" INTEGER NOT NULL, "status" INTEGER NOT NULL, "unreadStatus" INTEGER NOT NULL, "callBeganTimestamp" INTEGER NOT NULL, "callEndedTimestamp" INTEGER NOT NULL, "groupCallRingerAci" BLOB)',
  'CREATE TABLE "Poll" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "interactionId" INTEGER NOT NULL, "isEnded" BOOLEAN NOT NULL DEFAULT 0, "allowsMultiSelect" BOOLEAN NOT NULL)',
  'CREATE TABLE "PollOption" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "pollId" INTEGER NOT NULL, "option" TEXT NOT NULL, "optionIndex" INTEGER NOT NULL)',
  'CREATE TABLE "PollVote" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "optionId" INTEGER NOT NULL, "voteAuthorId" INTEGER NOT NULL, "voteCount" INTEGER NOT NULL)',
] as const;

const OLD = [
  `CREATE TABLE "model_TSInteraction" (${MESSAGE}, "attachmentIds" BLOB, "sourceDeviceId" INTEGER)`,
  'CREATE TABLE "model_SignalRecipient" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "devices" BLOB NOT NULL, "recipientPhoneNumber" TEXT, "recipientUUID" TEXT)',
  'CREATE TABLE "model_SignalAccount" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "contact" BLOB, "recipientPhoneNumber" TEXT, "recipientUUID" TEXT)',
  `CREATE TABLE "model_TSAttachment" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "recordType" INTEGER NOT NULL, "uniqueId" TEXT NOT NULL UNIQUE ON CONFLICT FAIL, "albumMessageId" TEXT, "attachmentType" INTEGER NOT NULL, "blurHash" TEXT, "byteCount" INTEGER NOT NULL, "caption" TEXT, "contentType" TEXT NOT NULL, "encryptionKey" BLOB, "sourceFilename" TEXT, "cachedAudioDurationSeconds" DOUBLE, "cachedImageHeight" DOUBLE, "cachedImageWidth" DOUBLE, "localRelativeFilePath" TEXT, "state" INTEGER)`,
] as const;

/** The statements that make an empty store of a variant. */
export function schemaOf(variant: string): readonly string[] {
  return [...BOTH, ...(variant === 'attachment-references' ? NEW : OLD)];
}
