/**
 * The messages of a backup: for each its fields as `number type name`, a star behind the type of a repeated one. Types are `u32`, `u64`, `bool`,
 * `text`, `bytes`, `fixed32`, `float`, the name of a message, or that of a list of codes with `#` before it. Names are those of the JSON form.
 * Source: signalapp/libsignal at b056faa6dd02961cff24064c54c089c52e1a0753, rust/message-backup/src/proto/backup.proto.
 */
const MESSAGES: Readonly<Record<string, string>> = {
  BackupInfo: '1 u64 version, 2 u64 backupTimeMs, 3 bytes mediaRootBackupKey, 4 text currentAppVersion, 5 text firstAppVersion, 6 bytes debugInfo',
  Frame: '1 AccountData account, 2 Recipient recipient, 3 Chat chat, 4 ChatItem chatItem, 5 StickerPack stickerPack, 6 AdHocCall adHocCall, 7 NotificationProfile notificationProfile, 8 ChatFolder chatFolder',
  AccountData: '1 bytes profileKey, 2 text username, 3 UsernameLink usernameLink, 4 text givenName, 5 text familyName, 6 text avatarUrlPath, 7 SubscriberData donationSubscriberData, 9 AccountSettings accountSettings, 10 IAPSubscriberData backupsSubscriberData, 11 text svrPin, 12 AndroidSettings androidSpecificSettings, 13 text bioText, 14 text bioEmoji, 16 IosSettings iosSpecificSettings',
  UsernameLink: '1 bytes entropy, 2 bytes serverId, 3 #LinkColor color',
  SubscriberData: '1 bytes subscriberId, 2 text currencyCode, 3 bool manuallyCancelled',
  IAPSubscriberData: '1 bytes subscriberId, 2 text purchaseToken, 3 u64 originalTransactionId',
  AccountSettings: '1 bool readReceipts, 2 bool sealedSenderIndicators, 3 bool typingIndicators, 4 bool linkPreviews, 5 bool notDiscoverableByPhoneNumber, 6 bool preferContactAvatars, 7 u32 universalExpireTimerSeconds, 8 text* preferredReactionEmoji, 9 bool displayBadgesOnProfile, 10 bool keepMutedChatsArchived, 11 bool hasSetMyStoriesPrivacy, 12 bool hasViewedOnboardingStory, 13 bool storiesDisabled, 14 bool storyViewReceiptsEnabled, 15 bool hasSeenGroupStoryEducationSheet, 16 bool hasCompletedUsernameOnboarding, 17 #NumberSharing phoneNumberSharingMode, 18 ChatStyle defaultChatStyle, 19 CustomChatColor* customChatColors, 20 bool optimizeOnDeviceStorage, 21 u64 backupTier, 23 #MediaQuality defaultSentMediaQuality, 24 AutoDownload autoDownloadSettings, 26 u32 screenLockTimeoutMinutes, 27 bool pinReminders, 28 #AppTheme appTheme, 29 #LessData callsUseLessDataSetting, 30 bool allowSealedSenderFromAnyone, 31 bool allowAutomaticKeyVerification, 32 bool hasSeenAdminDeleteEducationDialog',
  AutoDownload: '1 #Download images, 2 #Download audio, 3 #Download video, 4 #Download documents',
  AndroidSettings: '1 bool useSystemEmoji, 2 bool screenshotSecurity, 3 #BarSize navigationBarSize',
  IosSettings: '1 bool isSystemCallLogEnabled',
  Recipient: '1 u64 id, 2 Contact contact, 3 Group group, 4 DistributionListItem distributionList, 5 Self self, 6 Empty releaseNotes, 7 CallLink callLink',
  Empty: '',
  Self: '1 #AvatarColor avatarColor',
  Contact: '1 bytes aci, 2 bytes pni, 3 text username, 4 u64 e164, 5 bool blocked, 6 #Visibility visibility, 7 Empty registered, 8 NotRegistered notRegistered, 9 bytes profileKey, 10 bool profileSharing, 11 text profileGivenName, 12 text profileFamilyName, 13 bool hideStory, 14 bytes identityKey, 15 #IdentityState identityState, 16 NickName nickname, 17 text note, 18 text systemGivenName, 19 text systemFamilyName, 20 text systemNickname, 21 #AvatarColor avatarColor, 22 bytes keyTransparencyData, 23 u64 blockedAtTimestamp',
  NotRegistered: '1 u64 unregisteredTimestamp',
  NickName: '1 text given, 2 text family',
  Group: '1 bytes masterKey, 2 bool whitelisted, 3 bool hideStory, 4 #StorySendMode storySendMode, 5 GroupSnapshot snapshot, 6 bool blocked, 7 #AvatarColor avatarColor, 8 u64 blockedAtTimestamp',
  GroupSnapshot: '2 Blob title, 3 text avatarUrl, 4 Blob disappearingMessagesTimer, 5 AccessControl accessControl, 6 u32 version, 7 Member* members, 8 PendingMember* membersPendingProfileKey, 9 AskingMember* membersPendingAdminApproval, 10 bytes inviteLinkPassword, 11 Blob description, 12 bool announcementsOnly, 13 BannedMember* membersBanned, 14 bool terminated',
  Blob: '1 text title, 2 bytes avatar, 3 u32 disappearingMessagesDuration, 4 text descriptionText',
  Member: '1 bytes userId, 2 #Role role, 5 u32 joinedAtVersion, 6 text labelEmoji, 7 text labelString',
  PendingMember: '1 Member member, 2 bytes addedByUserId, 3 u64 timestamp',
  AskingMember: '1 bytes userId, 4 u64 timestamp',
  BannedMember: '1 bytes userId, 2 u64 timestamp',
  AccessControl: '1 #Access attributes, 2 #Access members, 3 #Access addFromInviteLink, 4 #Access memberLabel',
  DistributionListItem: '1 bytes distributionId, 2 u64 deletionTimestamp, 3 DistributionList distributionList',
  DistributionList: '1 text name, 2 bool allowReplies, 3 #PrivacyMode privacyMode, 4 u64* memberRecipientIds',
  CallLink: '1 bytes rootKey, 2 bytes adminKey, 3 text name, 4 #Restrictions restrictions, 5 u64 expirationMs',
  Chat: '1 u64 id, 2 u64 recipientId, 3 bool archived, 4 u32 pinnedOrder, 5 u64 expirationTimerMs, 6 u64 muteUntilMs, 7 bool markedUnread, 8 bool dontNotifyForMentionsIfMuted, 9 ChatStyle style, 10 u32 expireTimerVersion',
  ChatItem: '1 u64 chatId, 2 u64 authorId, 3 u64 dateSent, 4 u64 expireStartDate, 5 u64 expiresInMs, 6 ChatItem* revisions, 7 bool sms, 8 Incoming incoming, 9 Outgoing outgoing, 10 Empty directionless, 11 StandardMessage standardMessage, 12 ContactMessage contactMessage, 13 StickerMessage stickerMessage, 14 Empty remoteDeletedMessage, 15 ChatUpdate updateMessage, 16 Payment paymentNotification, 17 GiftBadge giftBadge, 18 ViewOnce viewOnceMessage, 19 StoryReply directStoryReplyMessage, 20 Poll poll, 21 PinDetails pinDetails, 22 AdminDeleted adminDeletedMessage',
  Incoming: '1 u64 dateReceived, 2 u64 dateServerSent, 3 bool read, 4 bool sealedSender',
  Outgoing: '1 SendStatus* sendStatus, 2 u64 dateReceived',
  SendStatus: '1 u64 recipientId, 2 u64 timestamp, 3 Empty pending, 4 Sealed sent, 5 Sealed delivered, 6 Sealed read, 7 Sealed viewed, 8 Empty skipped, 9 Failed failed',
  Sealed: '1 bool sealedSender',
  Failed: '1 #FailureReason reason',
  PinDetails: '1 u64 pinnedAtTimestamp, 2 u64 pinExpiresAtTimestamp, 3 bool pinNeverExpires',
  AdminDeleted: '1 u64 adminId',
  StandardMessage: '1 Quote quote, 2 Text text, 3 MessageAttachment* attachments, 4 LinkPreview* linkPreview, 5 FilePointer longText, 6 Reaction* reactions',
  Text: '1 text body, 2 BodyRange* bodyRanges',
  BodyRange: '1 u32 start, 2 u32 length, 3 bytes mentionAci, 4 #Style style',
  Quote: '1 u64 targetSentTimestamp, 2 u64 authorId, 3 Text text, 4 QuotedAttachment* attachments, 5 #QuoteType type',
  QuotedAttachment: '1 text contentType, 2 text fileName, 3 MessageAttachment thumbnail',
  MessageAttachment: '1 FilePointer pointer, 2 #Flag flag, 3 bool wasDownloaded, 4 bytes clientUuid',
  FilePointer: '4 text contentType, 5 bytes incrementalMac, 6 u32 incrementalMacChunkSize, 7 text fileName, 8 u32 width, 9 u32 height, 10 text caption, 11 text blurHash, 13 LocatorInfo locatorInfo',
  LocatorInfo: '1 bytes key, 3 u32 size, 4 text transitCdnKey, 5 u32 transitCdnNumber, 6 u64 transitTierUploadTimestamp, 7 u32 mediaTierCdnNumber, 9 bytes localKey, 10 bytes plaintextHash, 11 bytes encryptedDigest',
  LinkPreview: '1 text url, 2 text title, 3 FilePointer image, 4 text description, 5 u64 date',
  Reaction: '1 text emoji, 2 u64 authorId, 3 u64 sentTimestamp, 4 u64 sortOrder',
  ContactMessage: '1 ContactCard contact, 2 Reaction* reactions',
  ContactCard: '1 CardName name, 3 CardPhone* number, 4 CardEmail* email, 5 CardAddress* address, 6 FilePointer avatar, 7 text organization',
  CardName: '1 text givenName, 2 text familyName, 3 text prefix, 4 text suffix, 5 text middleName, 6 text nickname',
  CardPhone: '1 text value, 2 #CardType type, 3 text label',
  CardEmail: '1 text value, 2 #CardType type, 3 text label',
  CardAddress: '1 #AddressType type, 2 text label, 3 text street, 4 text pobox, 5 text neighborhood, 6 text city, 7 text region, 8 text postcode, 9 text country',
  StickerMessage: '1 Sticker sticker, 2 Reaction* reactions',
  Sticker: '1 bytes packId, 2 bytes packKey, 3 u32 stickerId, 4 text emoji, 5 FilePointer data',
  StickerPack: '1 bytes packId, 2 bytes packKey',
  ViewOnce: '1 MessageAttachment attachment, 2 Reaction* reactions',
  StoryReply: '1 TextReply textReply, 2 text emoji, 3 Reaction* reactions',
  TextReply: '1 Text text, 2 FilePointer longText',
  Poll: '1 text question, 2 bool allowMultiple, 3 PollOption* options, 4 bool hasEnded, 5 Reaction* reactions',
  PollOption: '1 text option, 2 PollVote* votes',
  PollVote: '1 u64 voterId, 2 u32 voteCount',
  GiftBadge: '1 bytes receiptCredentialPresentation, 2 #GiftState state',
  Payment: '1 text amountMob, 2 text feeMob, 3 text note, 4 TransactionDetails transactionDetails',
  TransactionDetails: '1 Transaction transaction, 2 FailedTransaction failedTransaction',
  Transaction: '1 #TransactionStatus status, 2 TxoIdentification mobileCoinIdentification, 3 u64 timestamp, 4 u64 blockIndex, 5 u64 blockTimestamp, 6 bytes transaction, 7 bytes receipt',
  TxoIdentification: '1 bytes* publicKey, 2 bytes* keyImages',
  FailedTransaction: '1 #PaymentFailure reason',
  ChatUpdate: '1 SimpleUpdate simpleUpdate, 2 GroupChange groupChange, 3 TimerChange expirationTimerChange, 4 ProfileChange profileChange, 5 ThreadMerge threadMerge, 6 Switchover sessionSwitchover, 7 IndividualCall individualCall, 8 GroupCall groupCall, 9 LearnedProfile learnedProfileChange, 10 PollTerminate pollTerminate, 11 PinMessage pinMessage',
  SimpleUpdate: '1 #SimpleType type',
  TimerChange: '1 u64 expiresInMs',
  ProfileChange: '1 text previousName, 2 text newName',
  ThreadMerge: '1 u64 previousE164',
  Switchover: '1 u64 e164',
  LearnedProfile: '1 u64 e164, 2 text username',
  PollTerminate: '1 u64 targetSentTimestamp, 2 text question',
  PinMessage: '1 u64 targetSentTimestamp, 2 u64 authorId',
  IndividualCall: '1 u64 callId, 2 #CallType type, 3 #CallDirection direction, 4 #CallState state, 5 u64 startedCallTimestamp, 6 bool read',
  GroupCall: '1 u64 callId, 2 #GroupCallState state, 3 u64 ringerRecipientId, 4 u64 startedCallRecipientId, 5 u64 startedCallTimestamp, 6 u64 endedCallTimestamp, 7 bool read',
  AdHocCall: '1 u64 callId, 2 u64 recipientId, 3 #AdHocState state, 4 u64 callTimestamp',
  GroupChange: '1 GroupUpdate* updates',
  GroupUpdate: '1 ByOne genericGroupUpdate, 2 ByOne groupCreationUpdate, 3 NameUpdate groupNameUpdate, 4 AvatarUpdate groupAvatarUpdate, 5 DescriptionUpdate groupDescriptionUpdate, 6 AccessUpdate groupMembershipAccessLevelChangeUpdate, 7 AccessUpdate groupAttributesAccessLevelChangeUpdate, 8 AnnouncementUpdate groupAnnouncementOnlyChangeUpdate, 9 AdminUpdate groupAdminStatusUpdate, 10 LeftUpdate groupMemberLeftUpdate, 11 RemovedUpdate groupMemberRemovedUpdate, 12 InvitedBy selfInvitedToGroupUpdate, 13 InvitedOther selfInvitedOtherUserToGroupUpdate, 14 UnknownInvitee groupUnknownInviteeUpdate, 15 Accepted groupInvitationAcceptedUpdate, 16 Declined groupInvitationDeclinedUpdate, 17 Joined groupMemberJoinedUpdate, 18 Added groupMemberAddedUpdate, 19 Revoked groupSelfInvitationRevokedUpdate, 20 RevokedMany groupInvitationRevokedUpdate, 21 Asked groupJoinRequestUpdate, 22 Approved groupJoinRequestApprovalUpdate, 23 Asked groupJoinRequestCanceledUpdate, 24 ByOne groupInviteLinkResetUpdate, 25 LinkUpdate groupInviteLinkEnabledUpdate, 26 LinkUpdate groupInviteLinkAdminApprovalUpdate, 27 ByOne groupInviteLinkDisabledUpdate, 28 Joined groupMemberJoinedByLinkUpdate, 29 Empty groupV2MigrationUpdate, 30 Empty groupV2MigrationSelfInvitedUpdate, 31 MigrationInvited groupV2MigrationInvitedMembersUpdate, 32 MigrationDropped groupV2MigrationDroppedMembersUpdate, 33 AskedOften groupSequenceOfRequestsAndCancelsUpdate, 34 GroupTimer groupExpirationTimerUpdate, 35 AccessUpdate groupMemberLabelAccessLevelChangeUpdate, 36 ByOne groupTerminateChangeUpdate',
  ByOne: '1 bytes updaterAci',
  NameUpdate: '1 bytes updaterAci, 2 text newGroupName',
  AvatarUpdate: '1 bytes updaterAci, 2 bool wasRemoved',
  DescriptionUpdate: '1 bytes updaterAci, 2 text newDescription',
  AccessUpdate: '1 bytes updaterAci, 2 #Access accessLevel',
  AnnouncementUpdate: '1 bytes updaterAci, 2 bool isAnnouncementOnly',
  AdminUpdate: '1 bytes updaterAci, 2 bytes memberAci, 3 bool wasAdminStatusGranted',
  LeftUpdate: '1 bytes aci',
  RemovedUpdate: '1 bytes removerAci, 2 bytes removedAci',
  InvitedBy: '1 bytes inviterAci',
  InvitedOther: '1 bytes inviteeServiceId',
  UnknownInvitee: '1 bytes inviterAci, 2 u32 inviteeCount',
  Accepted: '1 bytes inviterAci, 2 bytes newMemberAci',
  Declined: '1 bytes inviterAci, 2 bytes inviteeAci',
  Joined: '1 bytes newMemberAci',
  Added: '1 bytes updaterAci, 2 bytes newMemberAci, 3 bool hadOpenInvitation, 4 bytes inviterAci',
  Revoked: '1 bytes revokerAci',
  RevokedMany: '1 bytes updaterAci, 2 Invitee* invitees',
  Invitee: '1 bytes inviterAci, 2 bytes inviteeAci, 3 bytes inviteePni',
  Asked: '1 bytes requestorAci',
  Approved: '1 bytes requestorAci, 2 bytes updaterAci, 3 bool wasApproved',
  AskedOften: '1 bytes requestorAci, 2 u32 count',
  LinkUpdate: '1 bytes updaterAci, 2 bool linkRequiresAdminApproval',
  MigrationInvited: '1 u32 invitedMembersCount',
  MigrationDropped: '1 u32 droppedMembersCount',
  GroupTimer: '1 u64 expiresInMs, 2 bytes updaterAci',
  ChatStyle: '1 u32 wallpaperPreset, 2 FilePointer wallpaperPhoto, 3 Empty autoBubbleColor, 4 u32 bubbleColorPreset, 5 u64 customColorId, 7 bool dimWallpaperInDarkMode',
  CustomChatColor: '1 u64 id, 2 fixed32 solid, 3 Gradient gradient',
  Gradient: '1 u32 angle, 2 fixed32* colors, 3 float* positions',
  NotificationProfile: '1 text name, 2 text emoji, 3 fixed32 color, 4 u64 createdAtMs, 5 bool allowAllCalls, 6 bool allowAllMentions, 7 u64* allowedMembers, 8 bool scheduleEnabled, 9 u32 scheduleStartTime, 10 u32 scheduleEndTime, 11 #DayOfWeek* scheduleDaysEnabled, 12 bytes id',
  ChatFolder: '1 text name, 2 bool showOnlyUnread, 3 bool showMutedChats, 4 bool includeAllIndividualChats, 5 bool includeAllGroupChats, 6 #FolderType folderType, 7 u64* includedRecipientIds, 8 u64* excludedRecipientIds, 9 bytes id',
}; // prettier-ignore

/** Names of codes, from 0 on; the same source. */
const CODES: Readonly<Record<string, string>> = {
  LinkColor: 'UNKNOWN BLUE WHITE GREY OLIVE GREEN ORANGE PINK PURPLE',
  NumberSharing: 'UNKNOWN EVERYBODY NOBODY',
  MediaQuality: 'UNKNOWN_QUALITY STANDARD HIGH',
  AppTheme: 'UNKNOWN_APP_THEME SYSTEM LIGHT DARK',
  LessData: 'UNKNOWN_CALL_DATA_SETTING NEVER MOBILE_DATA_ONLY WIFI_AND_MOBILE_DATA',
  Download: 'UNKNOWN NEVER WIFI WIFI_AND_CELLULAR',
  BarSize: 'UNKNOWN_BAR_SIZE NORMAL COMPACT',
  AvatarColor: 'A100 A110 A120 A130 A140 A150 A160 A170 A180 A190 A200 A210',
  Visibility: 'VISIBLE HIDDEN HIDDEN_MESSAGE_REQUEST',
  IdentityState: 'DEFAULT VERIFIED UNVERIFIED',
  StorySendMode: 'DEFAULT DISABLED ENABLED',
  Role: 'UNKNOWN DEFAULT ADMINISTRATOR',
  Access: 'UNKNOWN ANY MEMBER ADMINISTRATOR UNSATISFIABLE',
  PrivacyMode: 'UNKNOWN ONLY_WITH ALL_EXCEPT ALL',
  Restrictions: 'UNKNOWN NONE ADMIN_APPROVAL',
  FailureReason: 'UNKNOWN NETWORK IDENTITY_KEY_MISMATCH',
  Style: 'NONE BOLD ITALIC SPOILER STRIKETHROUGH MONOSPACE',
  QuoteType: 'UNKNOWN NORMAL GIFT_BADGE VIEW_ONCE POLL',
  Flag: 'NONE VOICE_MESSAGE BORDERLESS GIF',
  CardType: 'UNKNOWN HOME MOBILE WORK CUSTOM',
  AddressType: 'UNKNOWN HOME WORK CUSTOM',
  GiftState: 'UNOPENED OPENED REDEEMED FAILED',
  TransactionStatus: 'INITIAL SUBMITTED SUCCESSFUL',
  PaymentFailure: 'GENERIC NETWORK INSUFFICIENT_FUNDS',
  SimpleType: 'UNKNOWN JOINED_SIGNAL IDENTITY_UPDATE IDENTITY_VERIFIED IDENTITY_DEFAULT CHANGE_NUMBER RELEASE_CHANNEL_DONATION_REQUEST END_SESSION CHAT_SESSION_REFRESH BAD_DECRYPT PAYMENTS_ACTIVATED PAYMENT_ACTIVATION_REQUEST UNSUPPORTED_PROTOCOL_MESSAGE REPORTED_SPAM BLOCKED UNBLOCKED MESSAGE_REQUEST_ACCEPTED',
  CallType: 'UNKNOWN_TYPE AUDIO_CALL VIDEO_CALL',
  CallDirection: 'UNKNOWN_DIRECTION INCOMING OUTGOING',
  CallState: 'UNKNOWN_STATE ACCEPTED NOT_ACCEPTED MISSED MISSED_NOTIFICATION_PROFILE',
  GroupCallState: 'UNKNOWN_STATE GENERIC JOINED RINGING ACCEPTED DECLINED MISSED MISSED_NOTIFICATION_PROFILE OUTGOING_RING',
  AdHocState: 'UNKNOWN_STATE GENERIC',
  DayOfWeek: 'UNKNOWN MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY',
  FolderType: 'UNKNOWN ALL CUSTOM',
}; // prettier-ignore

/** What a field of a message is. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly isRepeated: boolean;
  /** Names of codes; null for every other type. */
  readonly codes: readonly string[] | null;
}

const SHAPES: ReadonlyMap<string, ReadonlyMap<number, Field>> = new Map(
  Object.entries(MESSAGES).map(([name, fields]) => [name, fieldsOf(fields)]),
);

function fieldsOf(fields: string): ReadonlyMap<number, Field> {
  return new Map(
    (fields === '' ? [] : fields.split(', ')).map((one) => {
      const [number = '', stated = '', name = ''] = one.split(' ');
      const type = stated.replace('*', '');
      const codes = type.startsWith('#') ? (CODES[type.slice(1)]?.split(' ') ?? []) : null;
      return [Number(number), { name, type, isRepeated: stated.endsWith('*'), codes }];
    }),
  );
}

/** The fields of a message by their numbers; null for a type that is no message. */
export function shapeOf(message: string): ReadonlyMap<number, Field> | null {
  return SHAPES.get(message) ?? null;
}

/** The number of a field of a message. */
export function numberOf(message: string, name: string): number | null {
  for (const [number, field] of SHAPES.get(message) ?? []) if (field.name === name) return number;
  return null;
}

/** A code by its name with the number that stands in the bytes; empty where none is stored. */
export function numberedCode(message: string, name: string, code: string | null): string {
  if (code === null) return '';
  const field = [...(SHAPES.get(message)?.values() ?? [])].find((one) => one.name === name);
  const number = field?.codes?.indexOf(code) ?? -1;
  return number < 0 ? code : `${code}=${number}`;
}
