import { ArchivedBytes } from '../../evidence/decode/keyed-archive.ts';
import type { Participant, Stored, StoredColumns } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { addressIn, addressOf, bytesIn, unarchived } from './archived.ts';
import { GROUP_ROLES } from './codes.ts';
import { serviceId } from './reading.ts';

/** A member as the model of a group names it. */
export interface Member {
  readonly identifier: string;
  readonly role: Participant['role'];
  readonly membership: Participant['membership'];
  readonly stored: StoredColumns;
}

/** A group as `TSGroupModel` archives it. */
export interface GroupModel {
  /** Base64, as the service and other devices write it. */
  readonly groupId: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly avatar: string | null;
  readonly members: readonly Member[];
  /** Who may do what, and whether admins alone may write, in stored terms. */
  readonly access: string | null;
  readonly announcements: boolean | null;
  /** How often the group was changed since it was made; null for groups of the first kind, and where it is not stored. */
  readonly revision: number | null;
  /** What no field takes. */
  readonly rest: StoredColumns;
}

/** Keys of a group stay in the store, and so does the link by which one enters it. */
const KEPT_OUT = ['secretParamsData', 'inviteLinkPassword', 'groupModelSchemaVersion', 'legacyAvatarData', 'groupAvatarData']; // prettier-ignore

/** Reads the object of `model_TSThread.groupModel`, or that of a line. Names: signalapp/Signal-iOS, Groups/TSGroupModel.m and .swift @059c73c. */
export function groupModelOf(fields: JsonFields): GroupModel {
  const id = bytesIn(fields, 'groupId');
  fields.leave(...KEPT_OUT);
  const access = fields.object('access');
  const revision = fields.peek('revision');
  const membership = fields.object('membership');
  const model = {
    groupId: id === null ? null : Buffer.from(id).toString('base64'),
    name: fields.text('groupName'),
    description: fields.text('descriptionText'),
    avatar: fields.text('avatarHash') ?? fields.text('avatarUrlPath'),
    members: membersOf(fields, membership),
    access: access === null ? null : JSON.stringify(access.all),
    announcements: fields.flag('isAnnouncementsOnly'),
    revision: typeof revision === 'number' ? revision : null,
  };
  const rest: Record<string, Stored> = { ...fields.rest('groupModel.'), ...membership?.rest('groupModel.membership.') };
  if (model.avatar !== null) rest['groupModel.avatarHash'] = model.avatar;
  if (model.access !== null) rest['groupModel.access'] = model.access;
  if (model.announcements === true) rest['groupModel.isAnnouncementsOnly'] = 1;
  return { ...model, rest };
}

function membersOf(fields: JsonFields, membership: JsonFields | null): readonly Member[] {
  const found = membership === null ? [] : [...newMembers(membership), ...olderMembers(membership), ...banned(membership)]; // prettier-ignore
  if (found.length > 0) return found;
  // Groups of the first kind list addresses, older ones numbers.
  const members = fields.objects('groupMembers').map(addressOf);
  const numbers = fields.texts('groupMemberIds');
  return [...new Set([...members, ...numbers].filter((one) => one !== null))].map((identifier) => ({
    identifier,
    role: 'unknown',
    membership: 'current',
    stored: {},
  }));
}

/** `memberStates`: JSON in which addresses and states follow each other; carried where not each can be read. Source: signalapp/Signal-iOS, Groups/GroupMembership.swift @059c73c. */
function* newMembers(membership: JsonFields): Generator<Member> {
  const held = membership.peek('memberStates');
  const list = held instanceof ArchivedBytes ? unarchived(held.bytes) : undefined;
  if (!Array.isArray(list)) return;
  let isWhole = list.length % 2 === 0;
  for (let i = 0; i + 1 < list.length; i += 2) {
    const state = JsonFields.of(list[i + 1]);
    const identifier = addressOf(JsonFields.of(list[i]));
    if (identifier === null || state === null) {
      isWhole = false;
      continue;
    }
    const kind = state.whole('typeKey');
    const role = state.whole('role');
    yield memberOf(identifier, role, kind === 0 ? 'current' : kind === null ? 'unknown' : 'pending', state);
  }
  if (isWhole) membership.leave('memberStates');
}

/** `memberStateMap`, as the first versions with groups of the second kind kept it. Source: as above. */
function* olderMembers(membership: JsonFields): Generator<Member> {
  const held = membership.peek('memberStateMap');
  const pairs = (Array.isArray(held) ? held : []).map((one: unknown) => JsonFields.of(one));
  const isRead = (pair: JsonFields | null): boolean =>
    (pair?.object('value') ?? null) !== null && addressIn(pair, 'key') !== null;
  if (pairs.every(isRead)) membership.leave('memberStateMap');
  for (const pair of pairs) {
    const state = pair?.object('value') ?? null;
    const identifier = addressIn(pair, 'key');
    if (identifier === null || state === null) continue;
    yield memberOf(identifier, state.whole('role'), state.flag('isPending') === true ? 'pending' : 'current', state);
  }
}

function memberOf(
  identifier: string,
  role: number | null,
  membership: Participant['membership'],
  state: JsonFields,
): Member {
  return {
    identifier,
    role: membership === 'current' ? (GROUP_ROLES.get(role ?? -1) ?? 'unknown') : 'unknown',
    membership,
    stored: state.rest('groupModel.'),
  };
}

/** `bannedMembers`: an account id with since when; a ban does not tell that the banned one was ever a member. */
function* banned(membership: JsonFields): Generator<Member> {
  for (const [key, ms] of Object.entries(membership.object('bannedMembers')?.all ?? {}))
    yield {
      identifier: serviceId(key) ?? key,
      role: 'unknown',
      membership: 'unknown',
      stored: { 'groupModel.bannedMembers': typeof ms === 'number' ? ms : String(ms) },
    };
}
