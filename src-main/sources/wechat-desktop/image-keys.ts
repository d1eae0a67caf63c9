import { createHash } from 'node:crypto';
import { sealedPictureAt } from '../../evidence/locks/wechat-picture-paths.ts';
import type { EvidenceTree } from '../../evidence/tree.ts';
import type { SealedContent } from '../../model/index.ts';
import type { Generation } from './variants.ts';

/** Names of statistics that the app keeps: the number in them is what the keys of pictures follow from. */
const STATISTIC = /(?:^|\/)kvcomm\/key_(?<code>\d{1,10})_[^/]*\.statistic$/u;
const MOST_KEYS = 40;

/**
 * How the pictures of an account are encrypted, with the keys that follow from names of files in the exhibit: the byte of the XOR is the
 * number's lowest byte, the AES key the first 16 digits of the MD5 of number and account. One public source; a key is used only where a
 * picture comes out.
 */
export async function imageKeys(
  tree: EvidenceTree,
  account: string | null,
  generation: Generation,
): Promise<SealedContent> {
  const keys = new Set<string>();
  if (generation === 'db-storage' && account !== null)
    for await (const { path } of tree.glob('**/kvcomm/key_*.statistic')) {
      const code = STATISTIC.exec(path)?.groups?.code;
      if (code !== undefined) keys.add(keyOf(code, account));
      if (keys.size >= MOST_KEYS) break;
    }
  return { scheme: 'wechat-dat', key: [...keys].join(''), keyAt: 'kvcomm', sizeBytes: null, sha256: null };
}

/** The byte of the XOR and the key of AES, as digits. */
export function keyOf(code: string, account: string): string {
  const aes = createHash('md5').update(`${code}${account}`).digest('hex').slice(0, 16);
  return Buffer.concat([Buffer.from([Number(BigInt(code) & 0xffn)]), Buffer.from(aes, 'latin1')]).toString('hex');
}

const MOST_OPENED = 4;

/**
 * Folders in which encrypted pictures of an account are listed once their lock was opened, relative to the account's: below them a picture has
 * the path that it has below the account's folder.
 */
export async function openedPictures(tree: EvidenceTree, root: string): Promise<readonly string[]> {
  const folders = new Set<string>();
  // Contents that were deciphered without a lock stand below their file too, under another name.
  for await (const { path } of tree.glob('**/*.dat!/**/*.dat')) {
    const end = path.indexOf('.dat!/') + '.dat'.length;
    const lock = path.slice(0, end);
    const inner = path.slice(end + '!/'.length);
    if (sealedPictureAt(lock, inner) !== (root === '' ? inner : `${root}/${inner}`)) continue;
    folders.add(`${root === '' ? lock : lock.slice(root.length + 1)}!`);
    if (folders.size >= MOST_OPENED) break;
  }
  return [...folders];
}
