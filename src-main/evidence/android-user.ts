import { readAbx, startsAsAbx } from './decode/abx.ts';
import { decodeXml, readXml, XmlDamaged } from './decode/xml.ts';
import type { EvidenceTree } from './tree.ts';

/** A kind of device user that belongs to another one. */
export type UserKind = 'work-profile' | 'clone-profile' | 'private-space';

/** AOSP: UserManager.java (types), UserInfo.java (flag 0x20, before types). */
const TYPES: Readonly<Record<string, UserKind>> = {
  'android.os.usertype.profile.MANAGED': 'work-profile',
  'android.os.usertype.profile.CLONE': 'clone-profile',
  'android.os.usertype.profile.PRIVATE': 'private-space',
};
const MANAGED_PROFILE = 0x20;
const LARGEST = 2 ** 20;

/** What Android's own record of a device user calls it, as text or as binary XML; null where the exhibit holds none. */
export async function androidUserKind(
  tree: Pick<EvidenceTree, 'get' | 'bytes'>,
  root: string,
  user: string,
): Promise<UserKind | null> {
  const path = `data/system/users/${user}.xml`;
  const file = await tree.get(root === '' ? path : `${root}/${path}`);
  if (file === null || file.sizeBytes > LARGEST) return null;
  const parts: Uint8Array[] = [];
  for await (const part of tree.bytes(file)) parts.push(part);
  const bytes = Buffer.concat(parts);
  try {
    for (const token of startsAsAbx(bytes) ? readAbx(bytes) : readXml(decodeXml(bytes)))
      if (token.is === 'open' && token.name === 'user') return kindOf(token.attributes, user);
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
  }
  return null;
}

function kindOf(attributes: ReadonlyMap<string, string>, user: string): UserKind | null {
  if (attributes.get('id') !== user) return null;
  const type = attributes.get('type');
  if (type !== undefined) return Object.hasOwn(TYPES, type) ? (TYPES[type] ?? null) : null;
  return (Number(attributes.get('flags')) & MANAGED_PROFILE) === 0 ? null : 'work-profile';
}
