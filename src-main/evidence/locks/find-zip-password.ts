import { readPiece, type ByteSource } from '../byte-source.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import { readZipEntries } from '../zip/entries.ts';
import { startsAsZip } from '../zip/salvage.ts';
import type { FoundLock } from './opener.ts';

/** Entries that are looked at for the facts of one archive; more would only be counted. */
const MOST_COUNTED = 100_000;

/** Finds zips with encrypted entries: the exhibit itself, and those that lie in it by name and content. */
export async function* findZipPassword(tree: EvidenceTree): AsyncGenerator<FoundLock> {
  const self = tree.self();
  const lock = self === null ? null : await lockOf(tree, self);
  if (lock !== null) yield lock;
  for await (const file of tree.glob('**/*')) {
    if (!/\.zip$/iu.test(file.path) || !startsAsZip(Buffer.from(await tree.head(file, 64)))) continue;
    const inside = await lockOf(tree, file);
    if (inside !== null) yield inside;
  }
}

async function lockOf(tree: EvidenceTree, file: EvidenceFile): Promise<FoundLock | null> {
  const source = await tree.source(file);
  try {
    const facts = startsAsZip(readPiece(source, 0, 64)) ? factsOf(source) : null;
    return facts === null ? null : { kind: 'zip-password', file, facts, wants: ['password'] };
  } finally {
    source.close();
  }
}

function factsOf(source: ByteSource): FoundLock['facts'] | null {
  const schemes = new Set<string>();
  let encrypted = 0;
  let entries = 0;
  for (const item of readZipEntries(source, '')) {
    if (item.kind === 'issue') continue;
    entries += 1;
    if (entries > MOST_COUNTED) break;
    if (item.kind !== 'sealed-entry') continue;
    encrypted += 1;
    const { encryption } = item;
    schemes.add(encryption.scheme === 'aes' ? `AES-${encryption.bits}` : 'ZipCrypto');
  }
  if (encrypted === 0) return null;
  return { encryption: [...schemes].sort().join(', '), encryptedEntries: String(encrypted) };
}
