import { androidUserKind, type UserKind } from '../../evidence/android-user.ts';
import type { EvidenceTree } from '../../evidence/tree.ts';
import type { Place } from './place.ts';

const WORDS: Readonly<Record<UserKind, string>> = {
  'work-profile': 'work profile',
  'clone-profile': 'clone profile',
  'private-space': 'private space',
};

/** The label of a store of WhatsApp or WhatsApp Business, with what Android calls the device user where the exhibit says so. */
export async function labelWithProfile(tree: EvidenceTree, { root, user, label }: Place): Promise<string> {
  const kind = user === '0' ? null : await androidUserKind(tree, root, user);
  return kind === null ? label : label.replace(`device user ${user}`, `device user ${user} (${WORDS[kind]})`);
}
