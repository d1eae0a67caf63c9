import { fieldAt, integerOf, readProtobuf, textOf } from '../../evidence/decode/protobuf.ts';
import type { Extracted, Key, Participant, RowLocator, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { bytes } from '../stored-cells.ts';

/** A member of a group as one row says. */
interface Member {
  readonly name: string | null;
  readonly flag: bigint | null;
}

/** Members of one group by identifier. */
export type Members = Map<string, Member>;

/** In a member's flag: the client's own test for administrators, ChatRoomMember.isChatroomManager in decompilations of it. */
const ADMIN_FLAG = 2048n;

/** A member of whom only the identifier is stored. */
export const NAMELESS: Member = { name: null, flag: null };

/**
 * Adds the members that a protobuf message holds, one message a member in field 1 (1: identifier, 2: name in the group, 3: flag).
 * BlueMatthew/WechatExporter@8f8ce41, sjzar/chatlog@a638aa9.
 */
export function addPackedMembers(
  members: Members,
  data: Stored | undefined,
  column: string,
  at: RowLocator,
  out: Extracted[],
): void {
  // prettier-ignore
  const blob = bytes(data);
  if (blob === null) {
    if (data !== null && data !== undefined && data !== '' && !(data instanceof Uint8Array))
      out.push(rowIssue('warning', 'undecodable-payload', at, column, String(data), 'The members of the group are not what the column is made for.')); // prettier-ignore
    return;
  }
  const { fields, damage } = readProtobuf(blob);
  if (damage !== null)
    out.push(rowIssue('warning', 'undecodable-payload', at, column, Buffer.from(blob.subarray(0, 100)).toString('hex'), 'The names of the members in the group could not be read to their end.')); // prettier-ignore
  for (const { number, value } of fields) {
    if (number !== 1 || value.wire !== 'bytes') continue;
    const inner = readProtobuf(value.bytes);
    const person = textOf(fieldAt(inner, 1));
    if (person === null || person === '') continue;
    const name = textOf(fieldAt(inner, 2));
    members.set(person, { name: name === '' ? null : name, flag: integerOf(fieldAt(inner, 3)) });
  }
}

/** `column` names where name and flag were read. */
export function participantOf(
  room: Key,
  account: Key,
  { name, flag }: Member,
  at: RowLocator,
  { isOwner, column }: { readonly isOwner: boolean; readonly column: string },
): Participant {
  const isAdmin = flag !== null && (flag & ADMIN_FLAG) !== 0n;
  return {
    kind: 'participant',
    key: JSON.stringify([room, account]),
    from: { at: [at], state: 'live' },
    stored: {
      ...(name === null ? {} : { [`${column}.displayName`]: name }),
      ...(flag === null ? {} : { [`${column}.flag`]: flag }),
    },
    conversation: room,
    account,
    role: isOwner ? 'owner' : isAdmin ? 'admin' : 'member',
    membership: 'current',
    joined: null,
    left: null,
  };
}
