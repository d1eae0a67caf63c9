import { decodeXml, readXml, XmlDamaged } from '../../evidence/decode/xml.ts';
import type { EvidenceTree } from '../../evidence/tree.ts';
import type { Place } from './place.ts';

/** Kinds of device users that belong to another one. AOSP: UserManager.java (types), UserInfo.java (flag 0x20, before types). */
const TYPES: Readonly<Record<string, string>> = {
  'android.os.usertype.profile.MANAGED': 'work profile',
  'android.os.usertype.profile.CLONE': 'clone profile',
  'android.os.usertype.profile.PRIVATE': 'private space',
};
const MANAGED_PROFILE = 0x20;
const LARGEST = 2 ** 20;

/** The label of a store of WhatsApp or WhatsApp Business, with what Android calls the device user where the exhibit says so. */
export async function labelWithProfile(tree: EvidenceTree, { root, user, label }: Place): Promise<string> {
  const profile = user === '0' ? null : await profileOf(tree, root, user);
  return profile === null ? label : label.replace(`device user ${user}`, `device user ${user} (${profile})`);
}

/** What Android's own record of a device user calls it; null where the exhibit holds none, or one in the newer binary form. */
async function profileOf(tree: EvidenceTree, root: string, user: string): Promise<string | null> {
  const path = `data/system/users/${user}.xml`;
  const file = await tree.get(root === '' ? path : `${root}/${path}`);
  if (file === null || file.sizeBytes > LARGEST) return null;
  const parts: Uint8Array[] = [];
  for await (const part of tree.bytes(file)) parts.push(part);
  try {
    for (const token of readXml(decodeXml(Buffer.concat(parts))))
      if (token.is === 'open' && token.name === 'user') return kindOf(token.attributes, user);
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
  }
  return null;
}

function kindOf(attributes: ReadonlyMap<string, string>, user: string): string | null {
  if (attributes.get('id') !== user) return null;
  const type = attributes.get('type');
  if (type !== undefined) return Object.hasOwn(TYPES, type) ? (TYPES[type] ?? null) : null;
  return (Number(attributes.get('flags')) & MANAGED_PROFILE) === 0 ? null : 'work profile';
}
