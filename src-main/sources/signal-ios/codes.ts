import type { Call, Message, Participant, SystemAction } from '../../model/index.ts';

/** `model_TSInteraction.recordType`. Source: signalapp/Signal-iOS, SignalServiceKit/Storage/Database/SDSRecordType.swift @218b7ff. */
export const RECORDS = {
  incoming: 19,
  call: 20,
  outgoing: 21,
  error: 9,
  info: 10,
  verification: 13,
  timer: 28,
  unknownProtocol: 54,
  groupCall: 65,
  outgoingPayment: 68,
  undecrypted: 70,
  incomingPayment: 75,
  activationRequest: 76,
  activationFinished: 77,
  incomingArchivedPayment: 78,
  outgoingArchivedPayment: 79,
} as const;

export const INCOMING: ReadonlySet<number> = new Set([
  RECORDS.incoming,
  RECORDS.incomingPayment,
  RECORDS.incomingArchivedPayment,
]);
export const OUTGOING: ReadonlySet<number> = new Set([
  RECORDS.outgoing,
  RECORDS.outgoingPayment,
  RECORDS.outgoingArchivedPayment,
  RECORDS.activationRequest,
  RECORDS.activationFinished,
]);
export const PAYMENTS: ReadonlySet<number> = new Set([
  RECORDS.outgoingPayment,
  RECORDS.incomingPayment,
  RECORDS.incomingArchivedPayment,
  RECORDS.outgoingArchivedPayment,
]);

/** Lines that are no row of `TSInfoMessage` and no message, by record type. Source: as above. */
export const LINES: ReadonlyMap<number, SystemAction> = new Map([
  [1, 'security-code-changed'], // invalidIdentityKeyReceivingErrorMessage
  [4, 'app-notice'], // unreadIndicatorInteraction
  [5, 'contact-notice'], // unknownContactBlockOfferMessage
  [7, 'app-notice'], // addToProfileWhitelistOfferMessage
  [RECORDS.verification, 'contact-notice'],
  [17, 'security-code-changed'], // invalidIdentityKeyErrorMessage
  [22, 'contact-notice'], // contactOffersInteraction
  [23, 'security-code-changed'], // invalidIdentityKeySendingErrorMessage
  [25, 'contact-notice'], // addToContactsOfferMessage
  [RECORDS.timer, 'timer-changed'],
  [RECORDS.unknownProtocol, 'app-notice'],
]);

/** `messageType` of a line of the app, by its place. Source: signalapp/Signal-iOS, Messages/Interactions/TSInfoMessage.h @07cca03. */
export const INFO_TYPES: readonly (readonly [name: string, action: SystemAction])[] = [
  ['SessionDidEnd', 'app-notice'], // newer versions name it after the local user, and older lines of either side bear it too
  ['UserNotRegistered', 'app-notice'],
  ['UnsupportedMessage', 'app-notice'],
  ['GroupUpdate', 'unknown'],
  ['GroupQuit', 'member-left'],
  ['DisappearingMessagesUpdate', 'timer-changed'],
  ['AddToContactsOffer', 'contact-notice'],
  ['VerificationStateChange', 'contact-notice'],
  ['AddUserToProfileWhitelistOffer', 'app-notice'],
  ['AddGroupToProfileWhitelistOffer', 'app-notice'],
  ['UnknownProtocolVersion', 'app-notice'],
  ['UserJoinedSignal', 'contact-notice'],
  ['SyncedThread', 'app-notice'],
  ['ProfileUpdate', 'contact-notice'],
  ['PhoneNumberChange', 'number-changed'],
  ['RecipientHidden', 'contact-notice'],
  ['PaymentsActivationRequest', 'app-notice'],
  ['PaymentsActivated', 'app-notice'],
  ['ThreadMerge', 'contact-notice'],
  ['SessionSwitchover', 'contact-notice'],
  ['ReportedSpam', 'contact-notice'],
  ['LearnedProfileName', 'contact-notice'],
  ['BlockedOtherUser', 'blocked'],
  ['BlockedGroup', 'blocked'],
  ['UnblockedOtherUser', 'unblocked'],
  ['UnblockedGroup', 'unblocked'],
  ['AcceptedMessageRequest', 'contact-notice'],
  ['RemoteUserEndedSession', 'app-notice'],
  ['EndPoll', 'app-notice'],
  ['PinnedMessage', 'message-pinned'],
];
export const GROUP_UPDATE = 3;

/** `errorType`, by its place. Source: signalapp/Signal-iOS, Messages/Interactions/TSErrorMessage.h @0d81666. */
export const ERROR_TYPES: readonly (readonly [name: string, action: SystemAction])[] = [
  ['NoSession', 'app-notice'],
  ['WrongTrustedIdentityKey', 'security-code-changed'],
  ['InvalidKeyException', 'app-notice'],
  ['MissingKeyId', 'app-notice'],
  ['InvalidMessage', 'app-notice'],
  ['DuplicateMessage', 'app-notice'],
  ['InvalidVersion', 'app-notice'],
  ['NonBlockingIdentityChange', 'security-code-changed'],
  ['UnknownContactBlockOffer', 'contact-notice'],
  ['GroupCreationFailed', 'app-notice'],
  ['SessionRefresh', 'app-notice'],
  ['DecryptionFailure', 'app-notice'],
];

/** `storedMessageState`; 2 and 3 were merged into 4. Source: signalapp/Signal-iOS, Messages/Interactions/TSOutgoingMessage.h. */
export const SEND_STATES: ReadonlyMap<number, Message['status']> = new Map([
  [0, 'pending'],
  [1, 'failed'],
  [2, 'sent'],
  [3, 'sent'],
  [4, 'sent'],
  [5, 'pending'],
]);

/** State of a message with one of those it went to, and its rank. Source: signalapp/Signal-iOS, Messages/Interactions/TSOutgoingMessageRecipientState.swift. */
export const RECIPIENT_STATES: ReadonlyMap<number, readonly [status: Message['status'], rank: number]> = new Map([
  [0, ['failed', 0]],
  [1, ['pending', 1]],
  [2, [null, 0]], // skipped
  [3, ['sent', 2]],
  [4, ['pending', 1]],
  [5, ['delivered', 3]],
  [6, ['read', 4]],
  [7, ['played', 5]],
]);

/** Role of a full member. Source: signalapp/Signal-iOS, Groups/TSGroupMemberRole.swift @6833562. */
export const GROUP_ROLES: ReadonlyMap<number, Participant['role']> = new Map([
  [0, 'member'],
  [1, 'admin'],
]);

/** `callType` of a line: direction and outcome. Source: signalapp/Signal-iOS, Calls/Individual/TSCall.h @1041070. */
export const LINE_CALLS: ReadonlyMap<number, readonly [direction: Message['direction'], outcome: Call['outcome']]> =
  new Map([
    [1, ['incoming', 'answered']],
    [2, ['outgoing', 'answered']],
    [3, ['incoming', 'missed']],
    [4, ['outgoing', 'unknown']], // not connected yet
    [5, ['incoming', 'unknown']], // not connected yet
    [6, ['incoming', 'missed']], // for a changed safety number
    [7, ['incoming', 'rejected']],
    [8, ['outgoing', 'unknown']], // not taken
    [9, ['incoming', 'unknown']], // answered on another device
    [10, ['incoming', 'rejected']], // on another device
    [11, ['incoming', 'missed']], // busy on another device
    [12, ['incoming', 'missed']], // do not disturb
    [13, ['incoming', 'missed']], // from a blocked contact of the system
  ]);

/** `CallRecord.status`; of an outgoing call of a group, which joins itself and whose ring is stored as accepted, it does not say that anybody took it. Source: signalapp/Signal-iOS, Calls/CallRecord/CallRecord+CallStatus.swift @3650439. */
export const CALL_STATES: ReadonlyMap<number, Call['outcome']> = new Map([
  [0, 'unknown'], // pending
  [1, 'answered'],
  [2, 'rejected'], // of an outgoing one: not taken
  [3, 'missed'],
  [4, 'unknown'], // group call that this device is not part of
  [5, 'answered'], // joined
  [6, 'answered'], // an incoming ring of a group that was accepted
  [7, 'rejected'],
  [8, 'missed'],
  [9, 'unknown'], // ringing
  [10, 'missed'], // by a notification profile
  [11, 'unknown'], // asked to join by a link
  [12, 'answered'], // joined by a link
]);
/** `CallRecord.type`. Source: as above, CallRecord.swift @056fb3a; 3 is a call by a link. */
export const CALL_TYPES = { audio: 0, video: 1 } as const;

/** `MessageAttachmentReference.ownerType`. Source: signalapp/Signal-iOS, Messages/Attachments/V2/Records/AttachmentReference+Records.swift @0762b71. */
export const OWNER_TYPES = ['attachment', 'long-message', 'preview', 'quote', 'sticker', 'contact'] as const;
/** `renderingFlag`. Source: signalapp/Signal-iOS, IncrementalMigrations/TSAttachment/TSAttachmentMigration+Records.swift. */
export const RENDERING = { voice: 1, borderless: 2, loop: 3 } as const;
