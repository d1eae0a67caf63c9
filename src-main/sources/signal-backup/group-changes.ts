import type { Key, StoredColumns, SystemAction, SystemLine } from '../../model/index.ts';
import type { Line } from './line.ts';
import type { Part } from './part.ts';
import { issueAt, live } from './reading.ts';
import { pniOf, serviceIdOf } from './service-id.ts';

/** What a change of a group is: our word, the fields of who did it and to whom, and the field of what it is now. */
interface Meaning {
  readonly action: SystemAction;
  readonly actor?: string;
  readonly affected?: string;
  readonly after?: string;
}

const BY = 'updaterAci';

/** `GroupChangeChatUpdate.Update`. Source: signalapp/libsignal at b056faa6dd02961cff24064c54c089c52e1a0753, backup.proto. */
const CHANGES: Readonly<Record<string, Meaning>> = {
  genericGroupUpdate: { action: 'app-notice', actor: BY },
  groupCreationUpdate: { action: 'group-created', actor: BY },
  groupNameUpdate: { action: 'subject-changed', actor: BY, after: 'newGroupName' },
  groupAvatarUpdate: { action: 'icon-changed', actor: BY },
  groupDescriptionUpdate: { action: 'description-changed', actor: BY, after: 'newDescription' },
  groupMembershipAccessLevelChangeUpdate: { action: 'permission-changed', actor: BY, after: 'accessLevel' },
  groupAttributesAccessLevelChangeUpdate: { action: 'permission-changed', actor: BY, after: 'accessLevel' },
  groupMemberLabelAccessLevelChangeUpdate: { action: 'permission-changed', actor: BY, after: 'accessLevel' },
  groupAnnouncementOnlyChangeUpdate: { action: 'permission-changed', actor: BY },
  groupAdminStatusUpdate: { action: 'admin-removed', actor: BY, affected: 'memberAci' },
  groupMemberLeftUpdate: { action: 'member-left', actor: 'aci' },
  groupMemberRemovedUpdate: { action: 'member-removed', actor: 'removerAci', affected: 'removedAci' },
  selfInvitedToGroupUpdate: { action: 'app-notice', actor: 'inviterAci' },
  selfInvitedOtherUserToGroupUpdate: { action: 'app-notice', affected: 'inviteeServiceId' },
  groupUnknownInviteeUpdate: { action: 'app-notice', actor: 'inviterAci' },
  groupInvitationAcceptedUpdate: { action: 'member-added', affected: 'newMemberAci' },
  groupInvitationDeclinedUpdate: { action: 'app-notice', affected: 'inviteeAci' },
  groupMemberJoinedUpdate: { action: 'member-added', affected: 'newMemberAci' },
  groupMemberAddedUpdate: { action: 'member-added', actor: BY, affected: 'newMemberAci' },
  groupSelfInvitationRevokedUpdate: { action: 'app-notice', actor: 'revokerAci' },
  groupInvitationRevokedUpdate: { action: 'app-notice', actor: BY },
  groupJoinRequestUpdate: { action: 'join-request', actor: 'requestorAci' },
  groupJoinRequestApprovalUpdate: { action: 'app-notice', actor: BY, affected: 'requestorAci' },
  groupJoinRequestCanceledUpdate: { action: 'app-notice', actor: 'requestorAci' },
  groupInviteLinkResetUpdate: { action: 'invite-link-changed', actor: BY },
  groupInviteLinkEnabledUpdate: { action: 'invite-link-changed', actor: BY },
  groupInviteLinkAdminApprovalUpdate: { action: 'invite-link-changed', actor: BY },
  groupInviteLinkDisabledUpdate: { action: 'invite-link-changed', actor: BY },
  groupMemberJoinedByLinkUpdate: { action: 'member-joined-by-link', affected: 'newMemberAci' },
  groupV2MigrationUpdate: { action: 'app-notice' },
  groupV2MigrationSelfInvitedUpdate: { action: 'app-notice' },
  groupV2MigrationInvitedMembersUpdate: { action: 'app-notice' },
  groupV2MigrationDroppedMembersUpdate: { action: 'app-notice' },
  groupSequenceOfRequestsAndCancelsUpdate: { action: 'join-request', actor: 'requestorAci' },
  groupExpirationTimerUpdate: { action: 'timer-changed', actor: BY },
  groupTerminateChangeUpdate: { action: 'app-notice', actor: BY },
};
const NAMES = Object.keys(CHANGES);

/** Changes of a group at once: the first makes the line, others of the same kind add whom it concerns, further ones are details of their own. */
export function groupChangeOf(line: Line, change: Part): SystemLine {
  const { key, at, out } = line;
  const lines: SystemLine[] = [];
  for (const [index, update] of change.objects('updates').entries()) {
    const name = update.which(NAMES);
    const inner = name === null ? null : update.object(name);
    if (name === null || inner === null) {
      out.push(issueAt('warning', 'unknown-code', live(at), 'groupChange', update.names.join(', '), UNKNOWN));
      keep(index, 'groupChange', update.rest());
      continue;
    }
    const one = lineOf(line, name, inner);
    const [first] = lines;
    const isSame = first?.action === one.action && first.actor === one.actor;
    const isMore = isSame && one.affected.length > 0 && one.after === null;
    const rest = inner.rest();
    if (first === undefined) lines.push(one);
    else if (isMore) lines[0] = { ...first, affected: [...first.affected, ...one.affected] };
    else keep(index, name, { ...named(one), ...rest });
    if (isMore && Object.keys(rest).length > 0) keep(index, name, rest);
  }
  return lines[0] ?? { action: 'unknown', actionStored: 'groupChange', actor: null, affected: [], before: null, after: null }; // prettier-ignore

  function keep(index: number, name: string, values: StoredColumns): void {
    out.push({ kind: 'detail', key: `${key}:change:${index}`, from: live(at), message: key, content: { type: 'other', name, values } }); // prettier-ignore
  }
}

const UNKNOWN = 'a change of a group that this parser does not know';

function named({ actor, affected, after }: SystemLine): StoredColumns {
  return { ...(actor !== null && { actor }), ...(affected.length > 0 && { affected: affected.join(', ') }), ...(after !== null && { after }) }; // prettier-ignore
}

function lineOf({ reading, at, out }: Line, name: string, inner: Part): SystemLine {
  const { action, actor, affected, after } = CHANGES[name] ?? { action: 'unknown' };
  const see = (field: string | undefined): Key | null => {
    const bytes = field === undefined ? null : inner.bytes(field);
    const id = serviceIdOf(bytes);
    if (bytes !== null && bytes.length > 0 && id === null) out.push(issueAt('warning', 'unresolved-reference', live(at), `${name}.${field ?? ''}`, bytes.toString('hex'), NO_ID)); // prettier-ignore
    return reading.see(id, at);
  };
  const who = see(affected);
  const others = name === 'groupInvitationRevokedUpdate' ? inner.objects('invitees').map((one) => reading.see(serviceIdOf(one.bytes('inviteeAci')) ?? pniOf(one.bytes('inviteePni')), at)) : []; // prettier-ignore
  return {
    action: actionOf(name, inner) ?? action,
    actionStored: name,
    actor: see(actor),
    affected: [who, ...others].filter((one) => one !== null),
    before: null,
    after: name === 'groupExpirationTimerUpdate' ? secondsOf(inner) : after === undefined ? null : (inner.text(after) ?? inner.code(after)), // prettier-ignore
  };
}

/** A timer in milliseconds as seconds; 0 where it was switched off. */
export function secondsOf(inner: Part): string {
  return String((inner.whole('expiresInMs') ?? 0) / 1000);
}

const NO_ID = 'The change names an account by bytes that are no account id; they are named here.';

/** Changes whose fields say which way they went. */
function actionOf(name: string, inner: Part): SystemAction | null {
  if (name === 'groupAdminStatusUpdate') return inner.flag('wasAdminStatusGranted') === true ? 'admin-added' : 'admin-removed'; // prettier-ignore
  if (name === 'groupJoinRequestApprovalUpdate') return inner.flag('wasApproved') === true ? 'member-added' : 'app-notice'; // prettier-ignore
  return null;
}
