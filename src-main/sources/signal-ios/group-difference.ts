import type { GroupModel, Member } from './group-model.ts';
import type { Change } from './group-updates.ts';

/**
 * What changed between the two states of a group that a line of older versions holds: the app tells such a line by comparing
 * them too. Source: signalapp/Signal-iOS, Messages/Interactions/TSInfoMessage+GroupUpdates.swift @7650e8d, and
 * TSInfoMessage+GroupUpdates+GroupUpdateItemBuilder.swift @068febc (`NewGroupUpdateItemBuilder`). Inferred: the order.
 */
export function differenceOf(before: GroupModel | null, after: GroupModel, actor: string | null): readonly Change[] {
  const change = (action: Change['action'], name: string, more: Partial<Change> = {}): Change => ({ action, name, actor, affected: [], before: null, after: null, rest: {}, ...more }); // prettier-ignore
  // The first that this device learned of the group: by its revision the app tells whether it was made then.
  if (before === null) return [change((after.revision ?? 0) > 0 ? 'app-notice' : 'group-created', 'newGroupModel', { after: after.name })]; // prettier-ignore
  const changes: Change[] = [];
  if (before.name !== after.name) changes.push(change('subject-changed', 'groupName', { before: before.name, after: after.name })); // prettier-ignore
  if (before.avatar !== after.avatar) changes.push(change('icon-changed', 'avatarHash'));
  if (before.description !== after.description)
    changes.push(change('description-changed', 'descriptionText', { before: before.description, after: after.description })); // prettier-ignore
  const [old, present] = [byIdentifier(before), byIdentifier(after)];
  const isFull = (member: Member | undefined): boolean => member?.membership === 'current';
  const those = (is: (old: Member | undefined, present: Member | undefined) => boolean): readonly string[] =>
    [...new Set([...old.keys(), ...present.keys()])].filter((one) => is(old.get(one), present.get(one)));
  const gone = those((was, now) => isFull(was) && !isFull(now));
  const left = gone.filter((one) => one === actor?.toLowerCase());
  const removed = gone.filter((one) => !left.includes(one));
  const added = those((was, now) => !isFull(was) && isFull(now));
  const told = (action: Change['action'], name: string, affected: readonly string[]): void => {
    if (affected.length > 0) changes.push(change(action, name, { affected }));
  };
  told('member-added', 'membership', added);
  told('member-removed', 'membership', removed);
  told('member-left', 'membership', left);
  const changed = (to: Member['role']): readonly string[] =>
    those((was, now) => isFull(was) && isFull(now) && was?.role !== now?.role && now?.role === to);
  told('admin-added', 'membership.role', changed('admin'));
  told('admin-removed', 'membership.role', changed('member'));
  told('app-notice', 'membership', those((was, now) => !isFull(was) && !isFull(now) && was?.membership !== now?.membership)); // prettier-ignore
  if (before.access !== after.access || (before.announcements ?? false) !== (after.announcements ?? false))
    changes.push(change('permission-changed', 'access', { before: before.access, after: after.access }));
  return changes;
}

function byIdentifier({ members }: GroupModel): ReadonlyMap<string, Member> {
  return new Map(members.map((member) => [member.identifier.toLowerCase(), member]));
}
