import type { Extracted, Key, Participant, RowLocator, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { GROUP_ROLES } from './codes.ts';
import { Fields, serviceIdOf } from './protobuf-fields.ts';
import { live, type Reading } from './reading.ts';

/** Keys of groups stay in the store. */
const KEPT_OUT = ['master_key', 'avatar_key', 'avatar_digest', 'avatar_relay', 'group_send_endorsements'] as const;

/** The key of a group's conversation: the app has one thread a group at most. */
export function groupKey(groupId: string): Key {
  return `group:${groupId}`;
}

/** Fields of the state of a group of the second kind. Source: signalapp/Signal-Android, protowire/DecryptedGroups.proto. */
const STATE = { members: 7, pending: 8, requesting: 9, description: 11, banned: 13 } as const;

/** `groups`: titles, and members as the state of the group names them; older rows hold a list of recipients instead. */
export function* readGroups(reading: Reading): Generator<Extracted> {
  const columns = {
    _id: 'whole-number',
    group_id: 'text',
    title: 'text',
    members: 'text',
    decrypted_group: 'anything',
  } as const;
  const table = new StoredTable(reading.db, 'groups', columns, KEPT_OUT);
  const told = new Set<string>();
  yield* scanTable(reading.run, table, (row, at, out) => {
    const groupId = table.text(row, 'group_id') ?? `row ${String(at.rowid)}`;
    const blob = table.cell(row, 'decrypted_group');
    const state = blob instanceof Uint8Array && blob.length > 0 ? new Fields(blob) : null;
    if (state !== null && !state.isWhole)
      out.push(rowIssue('warning', 'undecodable-payload', at, 'decrypted_group', null, UNREADABLE_STATE));
    const stored: Record<string, Stored> = { ...table.rest(row) };
    reading.groups.set(groupId, {
      title: table.text(row, 'title'),
      description: state?.text(STATE.description) ?? null,
      stored,
      at,
    });
    const members = state === null ? [] : [...membersOf(state)];
    for (const member of members) {
      const account = reading.accounts.see(member.identifier, at);
      const { role, membership } = member;
      told.add(`${groupId} ${account}`);
      out.push({
        kind: 'participant',
        key: `${groupId}:${account}:${membership}`,
        from: live(at),
        conversation: groupKey(groupId),
        account,
        role,
        membership,
        joined: null,
        left: null,
        ...(Object.keys(member.stored).length > 0 && { stored: member.stored }),
      });
    }
    const list = table.text(row, 'members');
    if (state === null && blob !== null && blob !== undefined && blob !== '') stored.decrypted_group = blob;
    const listed = members.length > 0 || list === null ? [] : list.split(',');
    let isListed = members.length === 0;
    for (const one of listed) {
      const account = /^\d{1,15}$/u.test(one) ? reading.see(Number(one), at) : null;
      isListed &&= account !== null;
      if (account === null || told.has(`${groupId} ${account}`)) continue;
      told.add(`${groupId} ${account}`);
      out.push(plainMember(groupId, account, at));
    }
    if (list !== null && !isListed) stored.members = table.cell(row, 'members') ?? null;
    return undefined;
  });
  yield* readMembership(reading, told);
}

const UNREADABLE_STATE = 'the state of the group cannot be decoded to its end; what stands before that is shown';

/** `group_membership`: members of a group whose state does not name them. */
function* readMembership(reading: Reading, told: Set<string>): Generator<Extracted> {
  const table = new StoredTable(
    reading.db,
    'group_membership',
    { _id: 'whole-number', group_id: 'text', recipient_id: 'whole-number' },
    ['endorsement'],
  );
  yield* scanTable(reading.run, table, (row, at, out) => {
    const groupId = table.text(row, 'group_id') ?? `row ${String(at.rowid)}`;
    const account = reading.see(table.whole(row, 'recipient_id'), at);
    if (account === null) {
      out.push(rowIssue('warning', 'unresolved-reference', at, 'recipient_id', textOf(table.cell(row, 'recipient_id')), NO_RECIPIENT)); // prettier-ignore
      return undefined;
    }
    if (told.has(`${groupId} ${account}`)) return 'a member whom the state of the group names too';
    told.add(`${groupId} ${account}`);
    out.push(plainMember(groupId, account, at));
    return undefined;
  });
}

export const NO_RECIPIENT = 'the recipient that the row names has no row of its own, or is no account';

function textOf(cell: Stored | undefined): string | null {
  return cell === null || cell === undefined || cell instanceof Uint8Array ? null : String(cell);
}

function plainMember(groupId: string, account: Key, at: RowLocator): Participant {
  return {
    kind: 'participant',
    key: `${groupId}:${account}:current`,
    from: live(at),
    conversation: groupKey(groupId),
    account,
    role: 'unknown',
    membership: 'current',
    joined: null,
    left: null,
  };
}

interface Member extends Pick<Participant, 'role' | 'membership'> {
  readonly identifier: string;
  readonly stored: Readonly<Record<string, Stored>>;
}

function* membersOf(state: Fields): Generator<Member> {
  const roleOf = (one: Fields): Participant['role'] => GROUP_ROLES.get(one.whole(2) ?? 0) ?? 'unknown';
  for (const one of state.messages(STATE.members)) {
    const identifier = serviceIdOf(one.bytes(1)) ?? pniOf(one.bytes(6));
    const revision = one.whole(5);
    const stored = revision === null ? {} : { 'decrypted_group.members.joinedAtRevision': revision };
    if (identifier !== null) yield { identifier, role: roleOf(one), membership: 'current', stored };
  }
  for (const one of state.messages(STATE.pending)) {
    const identifier = serviceIdOf(one.bytes(1));
    const [by, timeMs] = [serviceIdOf(one.bytes(3)), one.whole(4)];
    const stored: Record<string, Stored> = { 'decrypted_group.pendingMembers.timestamp': timeMs };
    if (by !== null) stored['decrypted_group.pendingMembers.addedByAci'] = by;
    if (identifier !== null) yield { identifier, role: roleOf(one), membership: 'pending', stored };
  }
  for (const one of state.messages(STATE.requesting)) {
    const identifier = serviceIdOf(one.bytes(1));
    const stored = { 'decrypted_group.requestingMembers.timestamp': one.whole(4) };
    if (identifier !== null) yield { identifier, role: 'unknown', membership: 'pending', stored };
  }
  for (const one of state.messages(STATE.banned)) {
    const identifier = serviceIdOf(one.bytes(1));
    const stored = { 'decrypted_group.bannedMembers.timestamp': one.whole(2) };
    // a ban does not tell that the banned one was ever a member
    if (identifier !== null) yield { identifier, role: 'unknown', membership: 'unknown', stored };
  }
}

/** A number identity stands without its kind in a field of its own. */
function pniOf(bytes: Uint8Array | null): string | null {
  const plain = serviceIdOf(bytes);
  return plain === null || plain.startsWith('PNI:') ? plain : `PNI:${plain}`;
}
