import { isUtf8 } from 'node:buffer';
import { createHash, scrypt } from 'node:crypto';
import { readSync, openSync, closeSync } from 'node:fs';
import { CaseFailure, exhibitFiles, exhibitLimits, getKey, listExhibits, readCaseInfo, type KeptLock } from '../case/index.ts'; // prettier-ignore
import type { KeyForm, KeyParam, KeyView } from '../contract/index.ts';
import { openerOf, openTree, type OpenTree } from '../evidence/index.ts';
import type { KeyInHand } from './key-in-hand.ts';
import type { Session } from './session.ts';
import { readRange } from './read-range.ts';

const IS_HEX = /^(?:x')?[0-9a-f]{32,}'?$/iu;

/** No app's key file comes near this. */
const MOST_BYTES = 1_048_576;

/**
 * Takes a key in hand as it was given. Fails with `not-found`, with `key-needed` for one of the key ring that is not held, and
 * throws what the file system throws.
 */
export async function givenKey(session: Session, lock: KeptLock, param: KeyParam, by: string): Promise<KeyInHand> {
  if ('typed' in param) {
    const form = formOf(param.typed, lock.wants, param.form);
    return inHand(session, form, textBytes(param.typed, form), { kind: 'typed', by });
  }
  if ('file' in param) {
    const bytes = readStart(param.file);
    const from = { kind: 'file', by, path: param.file, sha256: hashOf(bytes) } as const;
    const isKeyFile = param.form === 'key-file' || (param.form === undefined && lock.wants[0] === 'key-file');
    const text = isKeyFile ? null : lineOf(bytes);
    const form = text === null ? 'key-file' : formOf(text, lock.wants, param.form);
    const key = text === null ? bytes : textBytes(text, form);
    // Of a file with a password in it the hash would tell the password to whoever tries words.
    return inHand(session, form, key, holdsWords(form, key) ? { ...from, sha256: null } : from);
  }
  if ('key' in param) {
    const { form, fingerprint, from } = getKey(session.file.db, param.key);
    const held = session.keys.get(param.key);
    if (held === undefined) throw new CaseFailure('key-needed', { subject: `key ${param.key}` });
    return { form, bytes: held.bytes, fingerprint, from };
  }
  return 'offer' in param ? fromOffer(session, lock, param.offer, by) : fromExhibit(session, param, by);
}

/** A key that the lock offers: the bytes of its file, or what follows from the values that the offer names. */
async function fromOffer(session: Session, lock: KeptLock, number: number, by: string): Promise<KeyInHand> {
  const offer = lock.offers[number - 1];
  if (offer === undefined) throw new CaseFailure('not-found', { subject: `offer ${number}` });
  const { exhibit, kind, facts, wants, exhibitReference } = lock;
  if (offer.inputs === undefined) return fromExhibit(session, { exhibit, path: offer.path }, by);
  const tree = treeOf(session, exhibit);
  try {
    const file = await tree.get(lock.path);
    const offers = file === null ? undefined : openerOf(kind)?.offers?.(tree, { kind, file, facts, wants });
    for await (const { what, derived } of offers ?? []) {
      if (derived === undefined || JSON.stringify(derived.inputs) !== JSON.stringify(offer.inputs)) continue;
      const from = { kind: 'derived', by, exhibitReference, what, inputs: offer.inputs } as const;
      return await inHand(session, derived.key.form, derived.key.bytes, from);
    }
    throw new CaseFailure('not-found', { subject: offer.path });
  } finally {
    tree.close();
  }
}

function treeOf({ file }: Session, exhibit: number): OpenTree {
  const [view] = listExhibits(file.db, exhibit);
  if (view === undefined) throw new CaseFailure('not-found', { subject: `exhibit ${exhibit}` });
  const { workDir, secrets } = file;
  const limits = exhibitLimits(file.db, exhibit);
  return openTree(view, exhibitFiles(file.db, exhibit), { workDir, limits, secrets });
}

async function fromExhibit(
  session: Session,
  { exhibit, path }: { readonly exhibit: number; readonly path: string },
  by: string,
): Promise<KeyInHand> {
  const { file } = session;
  const [view] = listExhibits(file.db, exhibit);
  const files = exhibitFiles(file.db, exhibit);
  const found = files.get(path);
  if (view === undefined || found === null) throw new CaseFailure('not-found', { subject: path });
  const tree = treeOf(session, exhibit);
  try {
    const bytes = await readRange(tree, found, 0, MOST_BYTES);
    const from = { kind: 'exhibit', by, exhibitReference: view.reference, path, sha256: found.sha256 } as const;
    return await inHand(session, 'key-file', bytes, from);
  } finally {
    tree.close();
  }
}

async function inHand({ file }: Session, form: KeyForm, bytes: Buffer, from: KeyView['from']): Promise<KeyInHand> {
  const fingerprint = holdsWords(form, bytes) ? await slowFingerprint(bytes, readCaseInfo(file).id) : hashOf(bytes).slice(0, 16); // prettier-ignore
  return { form, bytes, fingerprint, from };
}

/** RFC 7914: 32 MiB and some 100 ms a try. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 } as const;

/** A password, or a key file of text that is neither digits nor the settings of an app: a passphrase, with its settings or not. */
function holdsWords(form: KeyForm, bytes: Buffer): boolean {
  if (form !== 'key-file') return form === 'password';
  if (bytes.length > 4096 || !isUtf8(bytes)) return false;
  const text = bytes.toString('utf8');
  return !/^\s*[{<]/u.test(text) && !IS_HEX.test(digitsOf(text));
}

/** Of a password: reports carry it, and a plain hash of a few letters is undone by trying words. */
function slowFingerprint(password: Buffer, caseId: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(password, caseId, 8, SCRYPT, (error, derived) => {
      if (error === null) resolve(derived.toString('hex'));
      else reject(error);
    });
  });
}

/** Hexadecimal digits where the lock takes such and the text is nothing else. */
function formOf(text: string, wants: readonly KeyForm[], stated?: KeyForm): KeyForm {
  if (stated !== undefined) return stated;
  if (wants.includes('hex') && IS_HEX.test(digitsOf(text))) return 'hex';
  return wants.includes('password') || !wants.includes('hex') ? 'password' : 'hex';
}

function digitsOf(text: string): string {
  return text.replaceAll(/[\s-]/gu, '');
}

/** Digits without what groups them, so that one key has one fingerprint; a password as it is. */
function textBytes(text: string, form: KeyForm): Buffer {
  return Buffer.from(form === 'hex' ? digitsOf(text).toLowerCase() : text, 'utf8');
}

/** The only line of a text file, without its end; null where the bytes are no such text. */
function lineOf(bytes: Buffer): string | null {
  const text = bytes.toString('utf8').replace(/\r?\n$/u, '');
  return bytes.length > 4096 || /[\p{Cc}\ufffd]/u.test(text) ? null : text;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readStart(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MOST_BYTES);
    return Buffer.from(bytes.subarray(0, readSync(descriptor, bytes, 0, MOST_BYTES, 0)));
  } finally {
    closeSync(descriptor);
  }
}
