import type { SystemAction } from '../../model/index.ts';
import { ROLE_ADMIN } from './codes.ts';
import { Fields, serviceIdOf } from './protobuf-fields.ts';

/** One thing that a line of a group tells. Accounts by their identifiers. */
export interface Change {
  readonly action: SystemAction;
  /** The field that says it. */
  readonly name: string;
  readonly affected: readonly string[];
  readonly after: string | null;
}

export interface GroupChange {
  readonly actor: string | null;
  readonly changes: readonly Change[];
  /** Members and revision of the group after the change, where they are not of interest to the line. */
  readonly revision: number | null;
}

/** Fields of `DecryptedGroupV2Context`. Source: signalapp/Signal-Android, protowire/Database.proto. */
const CONTEXT = { change: 2, state: 3, previous: 4 } as const;
const TITLE_OF_STATE = 2;
const REVISION_OF_STATE = 6;
const EDITOR = 1;
const REVISION = 2;

type Reader = (change: Fields, field: number, editor: string | null) => readonly Change[];

const accounts = (list: readonly (string | null)[]): readonly string[] => list.filter((one) => one !== null);

/** Messages whose first field is an account. */
function named(action: SystemAction, name: string): Reader {
  return (change, field) => {
    const affected = accounts(change.messages(field).map((one) => serviceIdOf(one.bytes(1))));
    return [{ action, name, affected, after: null }];
  };
}

/** Messages whose first field is the new text. */
function worded(action: SystemAction, name: string): Reader {
  return (change, field) => [{ action, name, affected: [], after: change.message(field)?.text(1) ?? null }];
}

function plain(action: SystemAction, name: string): Reader {
  return (change, field) => {
    const after = change.whole(field);
    return [{ action, name, affected: [], after: after === null ? null : String(after) }];
  };
}

/** Splits by whether the account is the one who made the change. */
function byEditor(
  own: SystemAction,
  other: SystemAction,
  name: string,
  idsOf: (change: Fields, field: number) => readonly string[],
): Reader {
  return (change, field, editor) => {
    const ids = idsOf(change, field);
    const [selves, others] = [ids.filter((id) => id === editor), ids.filter((id) => id !== editor)];
    return [
      ...(selves.length > 0 ? [{ action: own, name, affected: selves, after: null }] : []),
      ...(others.length > 0 || ids.length === 0 ? [{ action: other, name, affected: others, after: null }] : []),
    ];
  };
}

const members = (change: Fields, field: number) =>
  accounts(change.messages(field).map((one) => serviceIdOf(one.bytes(1))));
const ids = (change: Fields, field: number) => accounts(change.all(field).map(serviceIdOf));

function roles(change: Fields, field: number): readonly Change[] {
  const all = change
    .messages(field)
    .map((one) => ({ id: serviceIdOf(one.bytes(1)), isAdmin: one.whole(2) === ROLE_ADMIN }));
  return [true, false].flatMap((isAdmin): Change[] => {
    const affected = accounts(all.filter((one) => one.isAdmin === isAdmin).map(({ id }) => id));
    const action = isAdmin ? 'admin-added' : 'admin-removed';
    return affected.length === 0 ? [] : [{ action, name: 'modifyMemberRoles', affected, after: null }];
  });
}

/**
 * Fields of `DecryptedGroupChange` in the order in which the app tells them. Source: signalapp/Signal-Android,
 * protowire/DecryptedGroups.proto; that an own entry is one by the group's link: database/model/GroupsV2UpdateMessageProducer.
 */
const READERS: ReadonlyMap<number, Reader> = new Map([
  [3, byEditor('member-joined-by-link', 'member-added', 'newMembers', members)],
  [4, byEditor('member-left', 'member-removed', 'deleteMembers', ids)],
  [5, roles],
  [7, named('app-notice', 'newPendingMembers')],
  [8, named('app-notice', 'deletePendingMembers')],
  [9, named('member-added', 'promotePendingMembers')],
  [24, named('member-added', 'promotePendingPniAciMembers')],
  [10, worded('subject-changed', 'newTitle')],
  [20, worded('description-changed', 'newDescription')],
  [11, (): readonly Change[] => [{ action: 'icon-changed', name: 'newAvatar', affected: [], after: null }]],
  [12, (change, field): readonly Change[] => [{ action: 'timer-changed', name: 'newTimer', affected: [], after: String(change.message(field)?.whole(1) ?? 0) }]],
  [13, plain('permission-changed', 'newAttributeAccess')],
  [14, plain('permission-changed', 'newMemberAccess')],
  [15, plain('permission-changed', 'newInviteLinkAccess')],
  [19, (): readonly Change[] => [{ action: 'invite-link-changed', name: 'newInviteLinkPassword', affected: [], after: null }]],
  [16, named('join-request', 'newRequestingMembers')],
  [17, (change, field): readonly Change[] => [{ action: 'app-notice', name: 'deleteRequestingMembers', affected: ids(change, field), after: null }]],
  [18, named('member-added', 'promoteRequestingMembers')],
  [21, plain('permission-changed', 'newIsAnnouncementGroup')],
  [22, named('app-notice', 'newBannedMembers')],
  [23, named('app-notice', 'deleteBannedMembers')],
  [6, named('app-notice', 'modifiedProfileKeys')],
  [26, named('app-notice', 'modifyMemberLabels')],
  [27, plain('permission-changed', 'newMemberLabelAccess')],
  [28, plain('app-notice', 'terminateGroup')],
]); // prettier-ignore

/** What a `DecryptedGroupV2Context` tells; null for bytes that are none. */
export function readGroupContext(bytes: Uint8Array): GroupChange | null {
  const context = new Fields(bytes);
  if (!context.isWhole) return null;
  const change = context.message(CONTEXT.change);
  const state = context.message(CONTEXT.state);
  if (change === null && state === null) return null;
  const actor = serviceIdOf(change?.bytes(EDITOR) ?? null);
  const revision = change?.whole(REVISION) ?? state?.whole(REVISION_OF_STATE) ?? null;
  // The first state of a group, with nothing before it, is how the group began.
  const isFirst = (state?.whole(REVISION_OF_STATE) ?? 0) === 0 && context.message(CONTEXT.previous) === null;
  if (isFirst && state !== null) {
    const created: Change = {
      action: 'group-created',
      name: 'groupState',
      affected: [],
      after: state.text(TITLE_OF_STATE),
    };
    return { actor, changes: [created], revision };
  }
  const known = change === null ? [] : [...READERS].flatMap(([field, read]) => (change.numbers.includes(field) ? read(change, field, actor) : [])); // prettier-ignore
  const others = change?.numbers.filter((field) => field !== EDITOR && field !== REVISION && !READERS.has(field)) ?? [];
  const unknown = others.map((field): Change => ({
    action: 'unknown',
    name: `field ${field}`,
    affected: [],
    after: null,
  }));
  return { actor, changes: [...known, ...unknown], revision };
}

/**
 * Kinds of `GroupChangeChatUpdate`, which restored backups have instead: the action, and the fields with who did it, to whom, and
 * the new text. Source: signalapp/Signal-Android, protowire/Backup.proto; fields that no source here names are left alone.
 */
const UPDATES: ReadonlyMap<number, readonly [name: string, action: SystemAction, actor?: number | undefined, affected?: number | undefined, after?: number]> = new Map([
  [1, ['genericGroupUpdate', 'app-notice']],
  [2, ['groupCreationUpdate', 'group-created']],
  [3, ['groupNameUpdate', 'subject-changed', 1, undefined, 2]],
  [4, ['groupAvatarUpdate', 'icon-changed']],
  [5, ['groupDescriptionUpdate', 'description-changed']],
  [6, ['groupMembershipAccessLevelChangeUpdate', 'permission-changed']],
  [7, ['groupAttributesAccessLevelChangeUpdate', 'permission-changed']],
  [8, ['groupAnnouncementOnlyChangeUpdate', 'permission-changed']],
  [10, ['groupMemberLeftUpdate', 'member-left', 1]],
  [11, ['groupMemberRemovedUpdate', 'member-removed', 1, 2]],
  [17, ['groupMemberJoinedUpdate', 'member-added', undefined, 1]],
  [18, ['groupMemberAddedUpdate', 'member-added', 1, 2]],
]); // prettier-ignore
const ADMIN_STATUS = 9;
const TIMER = 34;
const LAST_UPDATE = 36;

/** What a `GroupChangeChatUpdate` tells; null for bytes that are none. */
export function readGroupUpdates(bytes: Uint8Array): GroupChange | null {
  const list = new Fields(bytes);
  if (!list.isWhole) return null;
  let actor: string | null = null;
  const changes = list.messages(1).flatMap((update) => update.numbers.flatMap((kind): Change[] => {
    const content = update.message(kind);
    if (content === null) return [];
    const who = (field: number | undefined): string | null => (field === undefined ? null : serviceIdOf(content.bytes(field)));
    if (kind === ADMIN_STATUS) {
      actor ??= who(1);
      return [{ action: content.whole(3) === 1 ? 'admin-added' : 'admin-removed', name: 'groupAdminStatusUpdate', affected: accounts([who(2)]), after: null }];
    }
    if (kind === TIMER) {
      actor ??= who(2);
      return [{ action: 'timer-changed', name: 'groupExpirationTimerUpdate', affected: [], after: String((content.whole(1) ?? 0) / 1000) }];
    }
    const [name, action, by, affected, after] = UPDATES.get(kind) ?? [`update ${kind}`, kind <= LAST_UPDATE ? 'app-notice' : 'unknown'];
    actor ??= who(by);
    return [{ action, name, affected: accounts([who(affected)]), after: after === undefined ? null : content.text(after) }];
  })); // prettier-ignore
  return { actor, changes, revision: null };
}
