import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import type { FoundLock, OfferedKey } from './opener.ts';
import { readSmall } from './read-small.ts';
import { fitsWhatsapp } from './unlock-whatsapp.ts';
import { NUMBER_BYTES, WHATSAPP_HEADER_BYTES, readWhatsappHeader, type WhatsappHeader } from './whatsapp-header.ts';
import { readWhatsappKey, type WhatsappKey } from './whatsapp-key.ts';

/** `files/key` and `files/encrypted_backup.key` of the app, and what people call copies of them or of the 64 digits. */
const NAMED = /(?:^|\/)(?:key|[^/]*\.key|(?:[^/]*[ _.-])?key\.txt)$/iu;
/** A key file has 27 bytes before its array of 131; digits in groups are shorter than this too. */
const LARGEST_KEY = 1000;
/** As much of a backup as shows whether a key unpacks it. */
const SAMPLE_BYTES = 2 ** 16;

interface KeyFile {
  readonly file: EvidenceFile;
  readonly key: WhatsappKey;
}

/** Key files of one exhibit; its files do not change while its tree is open. */
const known = new WeakMap<EvidenceTree, Promise<readonly KeyFile[]>>();

/** Key files of the exhibit that the backup asks for, those that fit first. A device key is told by its salts, a root key by what it unpacks. */
export async function* offerWhatsappKeys(tree: EvidenceTree, lock: FoundLock): AsyncGenerator<OfferedKey> {
  let files = known.get(tree);
  if (files === undefined) {
    files = keyFilesIn(tree);
    known.set(tree, files);
  }
  const wanted = lock.facts.generation === 'crypt15' ? 'root' : 'device';
  const fitting = (await files).filter(({ key }) => key.kind === wanted);
  if (fitting.length === 0) return;
  const start = await readSmall(tree, lock.file, 0, WHATSAPP_HEADER_BYTES + SAMPLE_BYTES);
  const tail = await readSmall(tree, lock.file, Math.max(0, lock.file.sizeBytes - NUMBER_BYTES));
  const header = readWhatsappHeader(start.subarray(0, WHATSAPP_HEADER_BYTES), tail);
  const offers = fitting.map(({ file, key }) => offerOf(file, key, header, start));
  yield* offers.toSorted((one, other) => Number(other.fits === true) - Number(one.fits === true));
}

async function keyFilesIn(tree: EvidenceTree): Promise<readonly KeyFile[]> {
  const found: KeyFile[] = [];
  for await (const file of tree.glob('**/*')) {
    if (file.sizeBytes > LARGEST_KEY || file.sizeBytes === 0 || !NAMED.test(file.path)) continue;
    const key = readWhatsappKey(await readSmall(tree, file));
    if (key !== null) found.push({ file, key });
  }
  return found;
}

function offerOf(file: EvidenceFile, key: WhatsappKey, header: WhatsappHeader | null, start: Buffer): OfferedKey {
  const what = key.kind === 'device' ? 'whatsapp-device-key' : 'whatsapp-root-key';
  return { file, what, fits: header === null ? null : fitsWhatsapp(start, key, header) };
}
