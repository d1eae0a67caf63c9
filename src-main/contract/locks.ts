/** Locked files of exhibits, and the keys that open them. */

/** What wraps or locks a file. */
export const LOCK_KINDS = [
  'whatsapp-backup',
  'sqlcipher',
  'ios-backup',
  'android-backup',
  'signal-backup',
  'signal-snapshot',
  'zip-password',
  'wechat-pictures',
  'wecom-envelopes',
  'ufdr',
] as const;

/** Text typed by the examiner, hexadecimal digits, or a file that an app wrote. */
export const KEY_FORMS = ['password', 'hex', 'key-file'] as const;

export type LockKind = (typeof LOCK_KINDS)[number];
export type KeyForm = (typeof KEY_FORMS)[number];

/** How a try of a key ended; the job of a try that ends in another way than `opened` fails with the same code. */
export type TryEnd = 'opened' | 'wrong-key' | 'other-kind' | 'unknown-settings' | 'damaged' | 'no-key' | 'limit';

/** A value of an exhibit from which a key follows, by its place; the value itself is not told. */
export interface KeyInput {
  readonly is: 'uin' | 'unsigned-uin' | 'device-id' | 'owner-id';
  /** How it is read from its file; `constant`: the app's own, in no file. */
  readonly how: 'preference' | 'hex-preference' | 'java-map' | 'mmkv' | 'rc4' | 'constant';
  /** The name of the value in its file; a constant itself. */
  readonly at: string;
  /** Where it lies in the file; null where it is found by name. */
  readonly bytes: { readonly offset: number; readonly length: number } | null;
  readonly path: string | null;
  readonly sha256: string | null;
}

/** A file that lies in the exhibit and may hold the key, or the first of those from which it follows. */
export interface KeyOffer {
  readonly path: string;
  readonly sha256: string;
  /** What it is, in stored terms: for example `whatsapp-key-file`. */
  readonly what: string;
  /** Whether it fits, as far as it can be told before it is used; null where it cannot. */
  readonly fits: boolean | null;
  /** The values from which the key follows, in their order; absent where the file itself holds it. */
  readonly inputs?: readonly KeyInput[];
  /** How many combinations of values the exhibit gives, and how many of them were tried; fewer may be offered. Beside `inputs`. */
  readonly among?: { readonly combinations: number; readonly tried: number };
}

export interface LockView {
  readonly id: number;
  readonly exhibit: number;
  readonly exhibitReference: string;
  readonly kind: LockKind;
  /** The locked file inside its exhibit; empty where the exhibit itself is locked. */
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** What the file says of itself without a key, in stored terms: for example `{ generation: 'crypt15' }`. */
  readonly facts: Readonly<Record<string, string>>;
  /** Forms of key that open it, likeliest first. Empty: it wants none, and intake opened it. */
  readonly wants: readonly KeyForm[];
  /** The lock whose opening gave this file; null where it lies in the exhibit as it was taken in. */
  readonly within: number | null;
  /** `key-needed`: it was opened, and its files cannot be read before the key is given again. */
  readonly state: 'locked' | 'opened' | 'key-needed';
  readonly offers: readonly KeyOffer[];
  /** The last try; null before the first. */
  readonly tried: {
    readonly atMs: number;
    readonly ended: TryEnd;
    /** One sentence; empty for `opened`. */
    readonly detail: string;
    readonly fingerprint: string | null;
  } | null;
  /** What the last opening gave. */
  readonly opened: {
    readonly atMs: number;
    /** Number of the key in the key ring, and its fingerprint; null where none was wanted. */
    readonly key: number | null;
    readonly fingerprint: string | null;
    /** What was found of the encryption, in stored terms, without keys. */
    readonly settings: Readonly<Record<string, string>>;
    readonly files: number;
    readonly sizeBytes: number;
  } | null;
}

export interface LockList {
  /** By exhibit and path. */
  readonly locks: readonly LockView[];
  /** Exhibits in which nobody looked for locked files yet; `lock.find` does. */
  readonly unsearched: readonly number[];
}

/** A key that was given in this case. Its value is never shown. */
export interface KeyView {
  readonly id: number;
  readonly form: KeyForm;
  /**
   * 16 hexadecimal digits: the first of the SHA-256 of the key's bytes; of a password, which words could be tried on, scrypt
   * (N 32768, r 8, p 1) with the case's id as salt.
   */
  readonly fingerprint: string;
  /** Where the value came from; `by` is who gave it. `sha256` null: the file holds a password, which its hash would tell. */
  readonly from:
    | { readonly kind: 'typed'; readonly by: string }
    | { readonly kind: 'file'; readonly by: string; readonly path: string; readonly sha256: string | null }
    | {
        readonly kind: 'exhibit';
        readonly by: string;
        readonly exhibitReference: string;
        readonly path: string;
        readonly sha256: string;
      }
    | {
        readonly kind: 'derived';
        readonly by: string;
        readonly exhibitReference: string;
        /** Which derivation, as the offer names it. */
        readonly what: string;
        readonly inputs: readonly KeyInput[];
      };
  readonly addedMs: number;
  /** The value is in this program's memory until the case is closed. */
  readonly held: boolean;
  /** The value is in the case, encrypted with the passphrase of the key ring. */
  readonly kept: boolean;
  readonly uses: readonly { readonly lock: number; readonly atMs: number; readonly ended: TryEnd }[];
}

export interface KeyRing {
  readonly keys: readonly KeyView[];
  /** Whether a passphrase was chosen for keeping values in the case. */
  readonly hasPassphrase: boolean;
}
