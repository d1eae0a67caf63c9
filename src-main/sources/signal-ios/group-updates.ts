import type { SystemAction } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { serviceId } from './reading.ts';

/** One thing that a line of a group tells. Accounts by their identifiers. */
export interface Change {
  readonly action: SystemAction;
  /** The name under which the app stores it. */
  readonly name: string;
  readonly actor: string | null;
  readonly affected: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
  /** Members of the stored update that no field takes. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/**
 * Updates as the app stores them, by what their name begins with; behind it stands by whom (`ByLocalUser`, `ByOtherUser`,
 * `ByUnknownUser`) or for an invitation from whom. Source: signalapp/Signal-iOS, Messages/Interactions/
 * TSInfoMessage+GroupUpdates+PersistableGroupUpdateItem.swift @27ddb2b. Nothing names an invitation that waits.
 */
const UPDATES: ReadonlyMap<string, SystemAction> = new Map([
  ['sequenceOfInviteLinkRequestAndCancels', 'join-request'], ['invitedPniPromotedToFullMemberAci', 'member-added'], ['inviteRemoved', 'app-notice'],
  ['genericUpdate', 'app-notice'], ['created', 'group-created'], ['inviteFriendsToNewlyCreatedGroup', 'app-notice'], ['wasMigrated', 'app-notice'],
  ['localUserInvitedAfterMigration', 'app-notice'], ['otherUsersInvitedAfterMigration', 'app-notice'], ['otherUsersDroppedAfterMigration', 'app-notice'],
  ['nameChanged', 'subject-changed'], ['nameRemoved', 'subject-changed'], ['avatarChanged', 'icon-changed'], ['avatarRemoved', 'icon-changed'],
  ['descriptionChanged', 'description-changed'], ['descriptionRemoved', 'description-changed'],
  ['membersAccessChanged', 'permission-changed'], ['attributesAccessChanged', 'permission-changed'], ['memberLabelsAccessChanged', 'permission-changed'],
  ['announcementOnlyEnabled', 'permission-changed'], ['announcementOnlyDisabled', 'permission-changed'],
  ['localUserWasGrantedAdministrator', 'admin-added'], ['otherUserWasGrantedAdministrator', 'admin-added'],
  ['localUserWasRevokedAdministrator', 'admin-removed'], ['otherUserWasRevokedAdministrator', 'admin-removed'],
  ['localUserLeft', 'member-left'], ['otherUserLeft', 'member-left'], ['localUserRemoved', 'member-removed'], ['otherUserRemoved', 'member-removed'],
  ['localUserWasInvited', 'app-notice'], ['otherUserWasInvited', 'app-notice'], ['unnamedUsersWereInvited', 'app-notice'],
  ['localUserAcceptedInvite', 'member-added'], ['otherUserAcceptedInvite', 'member-added'], ['localUserJoined', 'member-added'], ['otherUserJoined', 'member-added'],
  ['localUserAdded', 'member-added'], ['otherUserAdded', 'member-added'],
  ['localUserDeclinedInvite', 'app-notice'], ['otherUserDeclinedInvite', 'app-notice'], ['unnamedUserDeclinedInvite', 'app-notice'],
  ['localUserInviteRevoked', 'app-notice'], ['otherUserInviteRevoked', 'app-notice'], ['unnamedUserInvitesWereRevoked', 'app-notice'],
  ['localUserRequestedToJoin', 'join-request'], ['otherUserRequestedToJoin', 'join-request'],
  ['localUserRequestApproved', 'member-added'], ['otherUserRequestApproved', 'member-added'],
  ['localUserRequestCanceled', 'app-notice'], ['localUserRequestRejected', 'app-notice'], ['otherUserRequestRejected', 'app-notice'], ['otherUserRequestCanceled', 'app-notice'],
  ['disappearingMessagesEnabled', 'timer-changed'], ['disappearingMessagesDisabled', 'timer-changed'],
  ['inviteLinkReset', 'invite-link-changed'], ['inviteLinkEnabledWithoutApproval', 'invite-link-changed'], ['inviteLinkEnabledWithApproval', 'invite-link-changed'],
  ['inviteLinkDisabled', 'invite-link-changed'], ['inviteLinkApprovalDisabled', 'invite-link-changed'], ['inviteLinkApprovalEnabled', 'invite-link-changed'],
  ['localUserJoinedViaInviteLink', 'member-joined-by-link'], ['otherUserJoinedViaInviteLink', 'member-joined-by-link'],
]); // prettier-ignore

const BY = /(?:By(?<by>LocalUser|OtherUser|UnknownUser)|From(?:Inviter|LocalUser|UnknownUser))$/u;

/** Members that name who did it, and to whom. */
const ACTORS = ['updaterAci', 'removerAci', 'revokerAci', 'approverAci'] as const;
const AFFECTED = ['userAci', 'newMember', 'requesterAci', 'requester', 'invitee', 'inviteeServiceId', 'aci', 'pni'] as const; // prettier-ignore

/** Of these the one who is affected acts. */
const OWN_DOING = /^(?:local|other)User(?:Left|Joined|AcceptedInvite|DeclinedInvite|RequestedToJoin|RequestCanceled)|^sequenceOf|^invitedPni/u; // prettier-ignore

/** Reads an update: an object with one member, whose name says what happened. `owner` is who the app calls the local user. */
export function changeOf(update: JsonFields, owner: string | null): Change {
  const [name = ''] = Object.keys(update.all);
  const fields = update.object(name);
  const by = BY.exec(name);
  const base = by === null ? name : name.slice(0, by.index);
  const action = UPDATES.get(base) ?? UPDATES.get(name) ?? 'unknown';
  const who = (names: readonly string[]): readonly string[] =>
    names.map((one) => serviceId(fields?.text(one) ?? null)).filter((one) => one !== null);
  const isLocal = base.startsWith('localUser');
  const affected = [...who(AFFECTED), ...(isLocal && owner !== null ? [owner] : [])];
  const [named = null] = who(ACTORS);
  const own = by?.groups?.by === 'LocalUser' ? owner : null;
  const actor = named ?? own ?? (OWN_DOING.test(base) ? (affected[0] ?? null) : null);
  const ms = fields?.whole('durationMs') ?? null;
  const after = fields?.text('newGroupName') ?? fields?.text('newDescription') ?? (ms !== null ? String(ms / 1000) : base === 'disappearingMessagesDisabled' ? '0' : null); // prettier-ignore
  return { action, name, actor, affected, before: null, after, rest: fields?.rest('') ?? {} };
}
