import { bytesField, concat, message, varintField } from '../../../fixtures/protobuf-writer.ts';
import type { Post, SystemFact, Thread } from '../../../fixtures/story.ts';
import { aciOf, groupIdOf } from '../fixture-signal.ts';

/** An account id in binary. */
function idOf(person: string): Buffer {
  return Buffer.from(aciOf(person).replaceAll('-', ''), 'hex');
}

/** The id of a group as the app on Android writes it. */
export function androidGroupIdOf(thread: Thread): string {
  return `__signal_group__v2__!${Buffer.from(groupIdOf(thread), 'base64').toString('hex')}`;
}

/** The state of a group: `DecryptedGroup`. Source: signalapp/Signal-Android, protowire/DecryptedGroups.proto. */
export function stateOf(thread: Thread, revision: number): Buffer {
  const members = thread.members.filter(({ leftMs }) => leftMs === null);
  return concat([
    bytesField(2, thread.subject ?? ''),
    revision === 0 ? null : varintField(6, revision),
    ...members.map(({ person, role }) => message(7, bytesField(1, idOf(person)), varintField(2, role === 'member' ? 1 : 2), varintField(5, 1))), // prettier-ignore
    thread.description === null ? null : bytesField(11, thread.description),
  ]);
}

/** A change of a group, `DecryptedGroupV2Context`, as a line of the app holds it. Null for facts that are no such change. */
export function contextOf(fact: SystemFact, post: Post, thread: Thread): Buffer | null {
  const isCreation = fact.action === 'group-created';
  const change = changeOf(fact, post.sender);
  if (change === null && !isCreation) return null;
  const editor = post.sender === null ? null : bytesField(1, idOf(post.sender));
  const context = message(1, bytesField(1, Buffer.alloc(32, 7)));
  if (isCreation) return concat([context, message(2, editor), bytesField(3, stateOf({ ...thread, subject: fact.subject }, 0))]); // prettier-ignore
  const previous = bytesField(4, stateOf(thread, 4));
  return concat([context, message(2, editor, varintField(2, 5), change), bytesField(3, stateOf(thread, 5)), previous]);
}

function changeOf(fact: SystemFact, sender: string | null): Buffer | null {
  switch (fact.action) {
    case 'member-added':
      return concat(fact.persons.map((who) => message(3, bytesField(1, idOf(who)), varintField(2, 1))));
    case 'member-removed':
      return concat(fact.persons.map((who) => bytesField(4, idOf(who))));
    case 'member-left':
      return sender === null ? null : bytesField(4, idOf(sender));
    case 'admin-added':
      return concat(fact.persons.map((who) => message(5, bytesField(1, idOf(who)), varintField(2, 2))));
    case 'subject-changed':
      return message(10, bytesField(1, fact.after));
    case 'description-changed':
      return message(20, bytesField(1, fact.after));
    case 'icon-changed':
      return message(11, bytesField(1, 'groups/avatar'));
    default:
      return null;
  }
}
