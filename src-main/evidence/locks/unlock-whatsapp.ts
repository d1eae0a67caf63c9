import { createDecipheriv, createHash } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, createInflate, inflateSync } from 'node:zlib';
import type { Sha256 } from '../../model/index.ts';
import { readPiece, type ByteSource } from '../byte-source.ts';
import { Digester, writeWhole } from '../hash.ts';
import type { Digests, ExtraHash } from '../intake-event.ts';
import { RATIO_FLOOR_BYTES, type Limits } from '../limits.ts';
import { packedBlocks } from '../zip/entry-data.ts';
import { NUMBER_BYTES, WHATSAPP_HEADER_BYTES, readWhatsappHeader, type WhatsappHeader } from './whatsapp-header.ts';
import { backupKeyOf, type WhatsappKey } from './whatsapp-key.ts';

const TAG_BYTES = 16;
const CHECKSUM_BYTES = 16;

/** What a backup holds once it is decrypted and unpacked. */
export type WhatsappPayload = 'sqlite' | 'zip' | 'json' | 'other';

/**
 * How unlocking ended. `whole`: the authentication tag holds for every byte. `other-generation`: the file wants a key of another
 * generation than the one given. `cut-off`: the file ends with its header. `wrong-key`: the file is as it was written, and the key does not fit. `damaged`: neither its
 * checksum nor its tag holds, so that a wrong key cannot be told from damage. `limit`: it would unpack to more than is allowed.
 */
export type WhatsappUnlocked =
  | {
      readonly ended: 'whole';
      readonly header: WhatsappHeader;
      readonly payload: WhatsappPayload;
      /** Whether the content was packed before it was encrypted. */
      readonly packed: 'zlib' | 'no';
      /** It begins as packed content does and cannot be unpacked: what was authenticated is kept as it is. */
      readonly isUnreadable: boolean;
      /** Authenticated bytes behind the packed content, which are not kept. */
      readonly behindBytes: number;
      /** Where the authentication tag starts, which ends the ciphertext. */
      readonly tagAt: number;
      readonly sha256: Sha256;
      readonly digests: Digests;
      readonly sizeBytes: number;
      /** `absent` in parts of a backup, which carry the tag alone; `differs`: the tag holds and the checksum behind it does not. */
      readonly checksum: 'agrees' | 'absent' | 'differs';
    }
  | {
      readonly ended: 'other-generation' | 'cut-off' | 'wrong-key' | 'damaged' | 'limit';
      readonly header: WhatsappHeader;
    }
  | { readonly ended: 'no-backup' };

/**
 * Decrypts a backup of WhatsApp (crypt12, crypt14, crypt15) into a new file at `out`, which exists afterwards only if the whole of it was
 * authenticated. `tick` is asked after every block. Throws what the file system throws.
 */
export async function unlockWhatsapp(
  source: ByteSource,
  key: WhatsappKey,
  out: string,
  limits: Limits,
  tick: () => Promise<void>,
  hashes: readonly ExtraHash[] = [],
): Promise<WhatsappUnlocked> {
  const tail = readPiece(source, Math.max(0, source.sizeBytes - NUMBER_BYTES), NUMBER_BYTES);
  const header = readWhatsappHeader(readPiece(source, 0, WHATSAPP_HEADER_BYTES), tail);
  if (header === null) return { ended: 'no-backup' };
  if ((header.generation === 'crypt15') !== (key.kind === 'root')) return { ended: 'other-generation', header };
  if (key.kind === 'device' && !isWanted(key, header)) return { ended: 'other-generation', header };
  const end = source.sizeBytes - (header.generation === 'crypt12' ? NUMBER_BYTES : 0);
  if (end - TAG_BYTES < header.dataAt) return { ended: 'cut-off', header };
  const isIntact = await checksumAgrees(source, end - CHECKSUM_BYTES, tick);
  const secret = key.kind === 'root' ? backupKeyOf(key.key) : key.key;
  const behindTag = isIntact ? (['agrees'] as const) : (['absent', 'differs'] as const);
  let refused: Refusal = 'not-authentic';
  for (const checksum of behindTag) {
    const tagAt = end - TAG_BYTES - (checksum === 'absent' ? 0 : CHECKSUM_BYTES);
    if (tagAt < header.dataAt) continue;
    const sealed = { header, secret, tagAt, hashes };
    const found = await decryptTo(out, source, sealed, limits, tick);
    const isUnreadable = found === 'not-packed';
    const kept = isUnreadable ? await decryptTo(out, source, { ...sealed, isAsItIs: true }, limits, tick) : found;
    if (typeof kept !== 'string') return { ended: 'whole', header, checksum, tagAt, isUnreadable, ...kept };
    refused = kept;
    if (refused !== 'not-authentic') break;
  }
  if (refused === 'limit') return { ended: 'limit', header };
  return { ended: isIntact && refused === 'not-authentic' ? 'wrong-key' : 'damaged', header };
}

/**
 * Whether a key fits, told by as much of the backup as `start` holds: a device key by its salts, a root key by whether what it
 * deciphers is content of such backups. Nothing is authenticated. Null where that cannot be told.
 */
export function fitsWhatsapp(start: Buffer, key: WhatsappKey, header: WhatsappHeader): boolean | null {
  if ((header.generation === 'crypt15') !== (key.kind === 'root')) return false;
  if (key.kind === 'device') return isWanted(key, header);
  const sealed = start.subarray(header.dataAt);
  if (sealed.length < SIGNATURE_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', backupKeyOf(key.key), header.iv, { authTagLength: TAG_BYTES });
  const plain = decipher.update(sealed);
  return payloadOf(isZlib(plain) ? inflatedStart(plain) : plain) !== 'other';
}

/** What the start of a zlib stream unpacks to; empty when it is none. */
function inflatedStart(packed: Buffer): Buffer {
  try {
    // A stream that is cut off yields what it has.
    return inflateSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 ** 27 });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return Buffer.alloc(0);
    throw error;
  }
}

function isWanted(key: WhatsappKey & { readonly kind: 'device' }, { wants }: WhatsappHeader): boolean {
  return (
    wants !== null &&
    key.version === wants.version &&
    key.serverSalt.equals(wants.serverSalt) &&
    key.googleIdSalt.equals(wants.googleIdSalt)
  );
}

/** Whether the 16 bytes at `at` are the MD5 of all before them. */
async function checksumAgrees(source: ByteSource, at: number, tick: () => Promise<void>): Promise<boolean> {
  const md5 = createHash('md5');
  for (const block of packedBlocks(source, 0, at)) {
    md5.update(block);
    await tick();
  }
  return md5.digest().equals(readPiece(source, at, CHECKSUM_BYTES));
}

interface Sealed {
  readonly header: WhatsappHeader;
  readonly secret: Buffer;
  readonly tagAt: number;
  readonly hashes: readonly ExtraHash[];
  /** The content is kept as it was authenticated, packed or not. */
  readonly isAsItIs?: boolean;
}

interface Opened {
  readonly payload: WhatsappPayload;
  readonly packed: 'zlib' | 'no';
  readonly behindBytes: number;
  readonly sha256: Sha256;
  readonly digests: Digests;
  readonly sizeBytes: number;
}

/** Why nothing is left at `out`: a limit, a tag that does not hold, or an authentic content that cannot be unpacked. */
type Refusal = 'limit' | 'not-authentic' | 'not-packed';

async function decryptTo(
  out: string,
  source: ByteSource,
  sealed: Sealed,
  limits: Limits,
  tick: () => Promise<void>,
): Promise<Opened | Refusal> {
  const descriptor = openSync(out, 'wx', 0o600);
  const digester = new Digester(sealed.hashes);
  const found: Content = { isPacked: false, behindBytes: 0 };
  let head = Buffer.alloc(0);
  let refused: Refusal | null = 'not-authentic';
  try {
    const opened = openedBlocks(source, sealed);
    for await (const block of sealed.isAsItIs === true ? opened : unpackedBlocks(opened, found)) {
      if (head.length < SIGNATURE_BYTES) head = Buffer.concat([head, block.subarray(0, SIGNATURE_BYTES)]);
      digester.update(block);
      if (isTooMuch(digester.sizeBytes, source.sizeBytes, limits)) {
        refused = 'limit';
        return refused;
      }
      writeWhole(descriptor, block);
      await tick();
    }
    refused = null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    refused = error.why;
  } finally {
    closeSync(descriptor);
    if (refused !== null) rmSync(out, { force: true });
  }
  if (refused !== null) return refused;
  const digests = digester.finish();
  return {
    payload: payloadOf(head),
    packed: found.isPacked ? 'zlib' : 'no',
    behindBytes: found.behindBytes,
    sha256: digests.sha256,
    digests,
    sizeBytes: digester.sizeBytes,
  };
}

/** What unpacking found. */
interface Content {
  isPacked: boolean;
  behindBytes: number;
}

class Refused extends Error {
  readonly why: Refusal;

  constructor(why: Refusal) {
    super(why);
    this.why = why;
  }
}

function isTooMuch(sizeBytes: number, packedBytes: number, limits: Limits): boolean {
  return sizeBytes > limits.totalBytes || (sizeBytes > RATIO_FLOOR_BYTES && sizeBytes > packedBytes * limits.ratio);
}

/** Deciphers all of it and then asks for the tag: throws Refused where it does not hold. */
function* openedBlocks(source: ByteSource, { header, secret, tagAt }: Sealed): Generator<Buffer, undefined> {
  const decipher = createDecipheriv('aes-256-gcm', secret, header.iv, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(readPiece(source, tagAt, TAG_BYTES));
  for (const block of packedBlocks(source, header.dataAt, tagAt - header.dataAt)) yield decipher.update(block);
  try {
    decipher.final();
  } catch {
    throw new Refused('not-authentic');
  }
}

/** The content, unpacked where it is a zlib stream, which `found` then says. What follows such a stream is deciphered too: the tag stands for all. */
async function* unpackedBlocks(opened: Generator<Buffer, undefined>, found: Content): AsyncGenerator<Buffer> {
  const first = opened.next();
  if (first.done === true) return;
  if (!isZlib(first.value)) {
    yield first.value;
    yield* opened;
    return;
  }
  found.isPacked = true;
  const taken = { bytes: 0 };
  const unpacker: Transform = createInflate({ chunkSize: 2 ** 18 });
  // The iteration below reports what goes wrong; the pipeline only tears down both ends.
  pipeline(Readable.from(counted(lent(first.value, opened), taken), { objectMode: true }), unpacker, () => undefined);
  try {
    for await (const block of unpacker as AsyncIterable<Buffer>) yield block;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error;
    drain(opened);
    throw new Refused('not-packed');
  } finally {
    unpacker.destroy();
  }
  taken.bytes += drain(opened);
  found.behindBytes = taken.bytes - (unpacker as Transform & { readonly bytesWritten: number }).bytesWritten;
}

/** The blocks for a reader that may stop early: stopping it does not stop `rest`. */
function* lent(first: Buffer, rest: Generator<Buffer, undefined>): Generator<Buffer> {
  yield first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

function* counted(blocks: Generator<Buffer>, into: { bytes: number }): Generator<Buffer> {
  for (const block of blocks) {
    into.bytes += block.length;
    yield block;
  }
}

/** Goes to the end of what is left, and counts its bytes. */
function drain(opened: Generator<Buffer, undefined>): number {
  let bytes = 0;
  for (let next = opened.next(); next.done !== true; next = opened.next()) bytes += next.value.length;
  return bytes;
}

/** RFC 1950: deflate with a window of at most 32 KiB, and a header that is a multiple of 31. */
function isZlib(bytes: Buffer): boolean {
  return bytes.length > 1 && (bytes.readUInt8(0) & 0x8f) === 0x08 && bytes.readUInt16BE(0) % 31 === 0;
}

const SIGNATURE_BYTES = 16;

function payloadOf(head: Buffer): WhatsappPayload {
  const start = head.toString('latin1');
  if (start.startsWith('SQLite format 3\0')) return 'sqlite';
  if (start.startsWith('PK\u0003\u0004')) return 'zip';
  return start.startsWith('{') || start.startsWith('[') ? 'json' : 'other';
}
