import { createCipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';

type Hash = 'sha1' | 'sha256' | 'sha512';

/** How a test wants a database encrypted. */
export interface Recipe {
  readonly pageSize: number;
  readonly kdf: { readonly hash: Hash; readonly iterations: number };
  readonly mac: Hash | null;
  readonly plainHeader?: number;
  readonly bigEndian?: boolean;
  /** The key itself, in place of a passphrase. */
  readonly rawKey?: Buffer;
}

/** SQLCipher's defaults, with few rounds: what costs time is tried on the public samples. */
export const RECIPE_4: Recipe = { pageSize: 4096, kdf: { hash: 'sha512', iterations: 4000 }, mac: 'sha512' };
export const RECIPE_2: Recipe = { pageSize: 1024, kdf: { hash: 'sha1', iterations: 4000 }, mac: 'sha1' };
export const RECIPE_1: Recipe = { pageSize: 1024, kdf: { hash: 'sha1', iterations: 4000 }, mac: null };

export const PASSPHRASE = 'harbour-lights';
export const SALT = createHash('md5').update('salt of the tests').digest();

const MAC_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const;

/** What an app leaves behind: the database, and the log it was writing; in plain as SQLite made it. */
export interface PlainStore {
  readonly database: Buffer;
  readonly wal: Buffer | null;
  readonly journal: Buffer | null;
}

function reserveFor(mac: Hash | null): number {
  return 16 + (mac === null ? 0 : Math.ceil(MAC_BYTES[mac] / 16) * 16);
}

/** An empty database whose pages keep room at their end, which SQLite itself writes on in. https://www.sqlite.org/fileformat2.html */
export function emptyDatabase({ pageSize, mac }: Recipe): Buffer {
  const page = Buffer.alloc(pageSize);
  const reserve = reserveFor(mac);
  page.write('SQLite format 3\0', 0, 'latin1');
  page.writeUInt16BE(pageSize === 65_536 ? 1 : pageSize, 16);
  page.set([1, 1, reserve, 64, 32, 32], 18);
  page.writeUInt32BE(1, 24);
  page.writeUInt32BE(1, 28);
  page.writeUInt32BE(4, 44);
  page.writeUInt32BE(1, 56);
  page.writeUInt32BE(1, 92);
  page.writeUInt32BE(3_050_000, 96);
  page.writeUInt8(13, 100);
  const usable = pageSize - reserve;
  page.writeUInt16BE(usable === 65_536 ? 0 : usable, 105);
  return page;
}

/** Lets SQLite write into a database of these settings, and copies what is on disk while `work` still has it open. */
export function writePlain(
  path: string,
  recipe: Recipe,
  work: (db: Database.Database, snap: () => void) => void,
): PlainStore {
  writeFileSync(path, emptyDatabase(recipe));
  const db = new Database(path);
  let snapped = false;
  const snap = (): void => {
    snapped = true;
    for (const suffix of ['', '-wal', '-journal'])
      if (existsSync(path + suffix)) cpSync(path + suffix, `${path}.snap${suffix}`);
  };
  try {
    work(db, snap);
  } finally {
    db.close();
  }
  const read = (suffix: string): Buffer | null => {
    const from = snapped ? `${path}.snap${suffix}` : path + suffix;
    return existsSync(from) ? readFileSync(from) : null;
  };
  return { database: read('') ?? Buffer.alloc(0), wal: read('-wal'), journal: read('-journal') };
}

/** Encrypts pages as SQLCipher does. */
export class Sealer {
  readonly #recipe: Recipe;
  readonly #key: Buffer;
  readonly #macKey: Buffer;
  #ivs = 0;

  constructor(recipe: Recipe, passphrase = PASSPHRASE) {
    const { kdf, rawKey } = recipe;
    this.#recipe = recipe;
    this.#key = rawKey ?? pbkdf2Sync(passphrase, SALT, kdf.iterations, 32, kdf.hash);
    this.#macKey = pbkdf2Sync(this.#key, Buffer.from(SALT.map((byte) => byte ^ 0x3a)), 2, 32, kdf.hash);
  }

  page(plain: Buffer, number: number): Buffer {
    const { pageSize, mac, plainHeader = 0, bigEndian = false } = this.#recipe;
    if (plain.every((byte) => byte === 0)) return Buffer.from(plain);
    const from = number === 1 ? (plainHeader === 0 ? 16 : plainHeader) : 0;
    const ivAt = pageSize - reserveFor(mac);
    const iv = createHash('md5')
      .update(`iv ${(this.#ivs += 1)}`)
      .digest();
    const cipher = createCipheriv('aes-256-cbc', this.#key, iv).setAutoPadding(false);
    const sealed = Buffer.concat([cipher.update(plain.subarray(from, ivAt)), cipher.final()]);
    const counted = Buffer.alloc(4);
    if (bigEndian) counted.writeUInt32BE(number);
    else counted.writeUInt32LE(number);
    const page = Buffer.alloc(pageSize, 0xee);
    plain.copy(page, 0, 0, from);
    if (from === 16) SALT.copy(page);
    sealed.copy(page, from);
    iv.copy(page, ivAt);
    if (mac !== null) createHmac(mac, this.#macKey).update(sealed).update(iv).update(counted).digest().copy(page, ivAt + 16); // prettier-ignore
    return page;
  }

  database(plain: Buffer): Buffer {
    const { pageSize } = this.#recipe;
    const pages: Buffer[] = [];
    for (let at = 0; at < plain.length; at += pageSize)
      pages.push(this.page(plain.subarray(at, at + pageSize), at / pageSize + 1));
    return Buffer.concat(pages);
  }

  /** Each frame's page encrypted, and the sums made over that, as SQLite under SQLCipher makes them. Frames of other salts keep their sums. */
  wal(plain: Buffer): Buffer {
    const { pageSize } = this.#recipe;
    const out = Buffer.from(plain);
    let sums = walSums(out.subarray(0, 24), out, [0, 0]);
    for (let at = 32; at + 24 + pageSize <= out.length; at += 24 + pageSize) {
      const page = out.subarray(at + 24, at + 24 + pageSize);
      this.page(Buffer.from(page), out.readUInt32BE(at)).copy(page);
      if (out.compare(out, 16, 24, at + 8, at + 16) !== 0) continue;
      sums = walSums(page, out, walSums(out.subarray(at, at + 8), out, sums));
      out.writeUInt32BE(sums[0], at + 16);
      out.writeUInt32BE(sums[1], at + 20);
    }
    return out;
  }

  /** Each record's page encrypted, and its sum made over that, segment by segment. */
  journal(plain: Buffer): Buffer {
    const { pageSize } = this.#recipe;
    const out = Buffer.from(plain);
    for (let at = 0; at + 28 <= out.length && out.readUInt32BE(at) === 0xd9d505f9;) {
      const sector = out.readUInt32BE(at + 20);
      const nonce = out.readUInt32BE(at + 12);
      const end = at + sector + out.readUInt32BE(at + 8) * (pageSize + 8);
      for (let record = at + sector; record < end; record += pageSize + 8) {
        const page = out.subarray(record + 4, record + 4 + pageSize);
        this.page(Buffer.from(page), out.readUInt32BE(record)).copy(page);
        let sum = nonce;
        for (let byte = pageSize - 200; byte > 0; byte -= 200) sum += page.readUInt8(byte);
        out.writeUInt32BE(sum >>> 0, record + 4 + pageSize);
      }
      at = Math.ceil(end / sector) * sector;
    }
    return out;
  }
}

function walSums(bytes: Buffer, log: Buffer, from: readonly [number, number]): [number, number] {
  const isBig = log.readUInt32BE(0) === 0x377f0683;
  let [first, second] = from;
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + second) >>> 0;
    second = (second + (isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + first) >>> 0;
  }
  return [first, second];
}
