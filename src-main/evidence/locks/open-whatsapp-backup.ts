import { rmSync } from 'node:fs';
import { posix } from 'node:path';
import { archiveIssue } from '../archive-entry.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import type { FoundLock, GivenKey, OpenEnd, OpenEvent, OpenRequest, Opener } from './opener.ts';
import { unlockWhatsapp, type WhatsappUnlocked } from './unlock-whatsapp.ts';
import { listWhatsappParts } from './list-whatsapp-parts.ts';
import { offerWhatsappKeys } from './offer-whatsapp-keys.ts';
import { NUMBER_BYTES, WHATSAPP_HEADER_BYTES, readWhatsappHeader, type WhatsappHeader } from './whatsapp-header.ts';
import { readWhatsappKey, type WhatsappKey } from './whatsapp-key.ts';
import { passingIn, settleWork } from './settle-work.ts';
import { withProgress } from './with-progress.ts';

const NAME = /\.(?<generation>crypt1[245])$/iu;

/** Backups that WhatsApp writes on Android: databases and archives encrypted as one piece, `*.crypt12` to `*.crypt15`. */
export const whatsappBackup: Opener = {
  kind: 'whatsapp-backup',
  async *find(tree) {
    for await (const file of tree.glob('**/*')) if (NAME.test(file.path)) yield await foundIn(tree, file);
  },
  offers: offerWhatsappKeys,
  open,
};

async function foundIn(tree: EvidenceTree, file: EvidenceFile): Promise<FoundLock> {
  const head = await tree.head(file, WHATSAPP_HEADER_BYTES);
  const tail: Uint8Array[] = [];
  if (isTwelve(file)) for await (const part of tree.bytes(file, Math.max(0, file.sizeBytes - NUMBER_BYTES))) tail.push(part); // prettier-ignore
  const header = readWhatsappHeader(head, Buffer.concat(tail));
  const generation = header?.generation ?? NAME.exec(file.path)?.groups?.generation?.toLowerCase() ?? '';
  return {
    kind: 'whatsapp-backup',
    file,
    facts: { generation, ...(header === null ? { header: 'unreadable' } : factsOf(header)) },
    wants: generation === 'crypt15' ? ['key-file', 'hex'] : ['key-file'],
  };
}

/** A packed file is read to its end for its last bytes: only those that need them. */
function isTwelve(file: EvidenceFile): boolean {
  return /crypt12$/iu.test(file.path);
}

function factsOf({ appVersion, numberEnds, wants }: WhatsappHeader): Readonly<Record<string, string>> {
  return {
    ...(appVersion !== null && { appVersion }),
    ...(numberEnds !== null && { numberEnds }),
    ...(wants !== null && { keyVersion: String(wants.version) }),
  };
}

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  const { lock, limits, workDir, hashes, signal } = request;
  const key = keyOf(request.key);
  if (key === null)
    return {
      ended: 'no-key',
      detail: 'What was given is neither a key file of WhatsApp nor a key of 64 hexadecimal digits.',
    };
  const source = await request.source(lock.file);
  const out = passingIn(workDir);
  try {
    const found = yield* withProgress(source, signal, (counted, tick) =>
      unlockWhatsapp(counted, key, out, limits, tick, hashes),
    );
    if (found.ended !== 'whole') return refusal(found, key, lock.file);
    const { checksum, header, sizeBytes, digests } = found;
    settleWork(out, workDir, digests.sha256);
    const path = posix.basename(lock.file.path).replace(NAME, '');
    yield {
      kind: 'file',
      path,
      ...digests,
      sizeBytes,
      modifiedMs: null,
      storedName: null,
      place: { in: 'work' },
      method: `decrypted (WhatsApp ${header.generation}, AES-256-GCM, whole file authenticated)`,
    };
    if (checksum === 'differs')
      yield archiveIssue(
        'warning',
        'archive-damaged',
        lock.file.path,
        'The authentication tag holds for the whole backup; the MD5 checksum behind it does not.',
      );
    if (found.isUnreadable)
      yield archiveIssue(
        'warning',
        'archive-damaged',
        lock.file.path,
        'The content begins as packed content does and cannot be unpacked; it is kept as it was authenticated.',
      );
    if (found.behindBytes > 0)
      yield archiveIssue(
        'warning',
        'archive-damaged',
        lock.file.path,
        `Behind the packed content stand ${found.behindBytes} more authenticated bytes, which are not unpacked.`,
      );
    if (found.payload === 'zip') yield* listWhatsappParts(request, { sha256: digests.sha256, path });
    return { ended: 'opened', secret: null, settings: termsOf(found) };
  } finally {
    source.close();
    rmSync(out, { force: true });
  }
}

/** With what one needs to do the same by hand: where the ciphertext lies, and its IV. */
function termsOf({ header, payload, checksum, packed, tagAt }: Whole): Readonly<Record<string, string>> {
  return {
    cipher: 'AES-256-GCM',
    generation: header.generation,
    payload,
    checksum,
    packed,
    iv: header.iv.toString('hex'),
    dataAt: String(header.dataAt),
    tagAt: String(tagAt),
  };
}

type Whole = Extract<WhatsappUnlocked, { ended: 'whole' }>;

function keyOf(key: GivenKey | null): WhatsappKey | null {
  return key === null || key.form === 'password' ? null : readWhatsappKey(key.bytes);
}

function refusal(found: Exclude<WhatsappUnlocked, { ended: 'whole' }>, key: WhatsappKey, file: EvidenceFile): OpenEnd {
  switch (found.ended) {
    case 'no-backup':
      return { ended: 'damaged', detail: noBackup(file) };
    case 'cut-off':
      return {
        ended: 'damaged',
        detail: 'The backup ends with its header: it is cut off, and nothing of its content is left.',
      };
    case 'other-generation':
      return { ended: 'other-kind', detail: otherKey(found.header.generation, key) };
    case 'wrong-key':
      return {
        ended: 'wrong-key',
        detail: 'The backup is as it was written: its checksum holds. The key does not open it.',
      };
    case 'damaged':
      return {
        ended: 'damaged',
        detail:
          'Neither a checksum of the backup nor its authentication tag holds: the key is a wrong one, or the backup is damaged or cut off; which of them cannot be told.',
      };
    case 'limit':
      return {
        ended: 'limit',
        detail:
          'The backup would unpack to more than the limits of its exhibit allow; they can be raised when the exhibit is added.',
      };
  }
}

/** Only of crypt12 the header is told by the end of the file too. */
function noBackup(file: EvidenceFile): string {
  if (file.sizeBytes === 0) return 'The file is empty: nothing of the backup is left.';
  return isTwelve(file)
    ? 'The file does not begin and end as a backup of WhatsApp of this generation does: it is cut off or damaged, and was not read.'
    : 'The beginning of the file is no header of a WhatsApp backup; it was not read.';
}

function otherKey(generation: WhatsappHeader['generation'], key: WhatsappKey): string {
  if (generation === 'crypt15')
    return 'The backup wants its own key of 64 digits, or the file encrypted_backup.key; a device key was given.';
  return key.kind === 'root'
    ? 'The backup wants the file named key of its device; a key of 64 digits was given.'
    : 'The backup names another generation of the device key than the one given: look for the key file of its time.';
}
