import type { Issue } from '../../model/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Digests, ExtraHash } from '../intake-event.ts';
import type { Limits } from '../limits.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';

/** What wraps or locks a file of an exhibit. */
export type LockKind =
  | 'whatsapp-backup'
  | 'sqlcipher'
  | 'ios-backup'
  | 'android-backup'
  | 'signal-backup'
  | 'signal-snapshot'
  | 'zip-password'
  | 'wechat-pictures'
  | 'wecom-envelopes'
  | 'ufdr';

/** In which form a key is given: text typed by the examiner, hexadecimal digits, or a file that an app wrote. */
export type KeyForm = 'password' | 'hex' | 'key-file';

/** A key as it was given: the bytes of a file, or text in UTF-8. Never written to the case, logs or messages as it is. */
export interface GivenKey {
  readonly form: KeyForm;
  readonly bytes: Buffer;
}

/** Something locked, told without a key. */
export interface FoundLock {
  readonly kind: LockKind;
  /** The locked file; of a backup in a folder the file that tells of it, for example its `Manifest.plist`. */
  readonly file: EvidenceFile;
  /** What it says of itself without a key, in stored terms: for example `{ generation: 'crypt15' }`. */
  readonly facts: Readonly<Record<string, string>>;
  /** Likeliest first. Empty: no key is needed, only someone who reads the wrapping; such a one is opened by the intake itself. */
  readonly wants: readonly KeyForm[];
}

/**
 * A value from which a key follows, without the value itself. `how` it is read: a value of an Android settings file by its name
 * (`preference`; `hex-preference`: its text is hexadecimal digits of ASCII), of a `HashMap` that Java wrote or of an MMKV store
 * by its name (`java-map`, `mmkv`), a whole file under RC4 with a key of the app (`rc4`); `constant`: the app's own, in no file.
 */
export interface KeyInput {
  /** In stored terms: for example `device-id`. */
  readonly is: 'uin' | 'unsigned-uin' | 'device-id' | 'owner-id';
  readonly how: 'preference' | 'hex-preference' | 'java-map' | 'mmkv' | 'rc4' | 'constant';
  /** The name of the value in its file; a constant itself. */
  readonly at: string;
  /** Where the value's bytes lie in the file; null where they are found by name. */
  readonly bytes: { readonly offset: number; readonly length: number } | null;
  /** Null for a constant. */
  readonly path: string | null;
  readonly sha256: string | null;
}

/** A file that lies in the exhibit and may hold the key, or the first of those from which it follows. */
export interface OfferedKey {
  readonly file: EvidenceFile;
  /** What it is, in stored terms: for example `whatsapp-key-file`. */
  readonly what: string;
  /** What the lock's own checks say of it without opening anything; null where they say nothing. */
  readonly fits: boolean | null;
  /** For a key that no file holds as it is: the values it follows from, in their order, and the key, which is kept nowhere. */
  readonly derived?: {
    readonly inputs: readonly KeyInput[];
    readonly key: GivenKey;
    /** How many combinations of values the exhibit gives, and how many of them were tried: this is one. */
    readonly among: { readonly combinations: number; readonly tried: number };
  };
}

/** What opening gave that later readings need, as text that fits into JSON; held in memory only. Null: all was written to the work folder. */
export type OpenedSecret = Readonly<Record<string, string>>;

/**
 * Where the bytes of an opened file lie. `work`: as they are in the work folder, named by their hash. `sealed`: still locked, in the
 * bytes that `within` has in the exhibit, to be read through `Opener.bytes` with `args`, which are numbers and hexadecimal digits.
 * `part`: a run of a file in the work folder, for example of the tar in an Android backup. `same`: a listed file is the very
 * bytes, which the wrapping only names; size and hashes are that file's (`sha1` and `md5` are null here: the case copies them),
 * and under its own name it is no longer looked at for sources.
 */
export type OpenedPlace =
  | { readonly in: 'work' }
  | { readonly in: 'sealed'; readonly within: EvidenceFile; readonly args: readonly string[] }
  | { readonly in: 'part'; readonly of: string; readonly offset: number }
  | { readonly in: 'same'; readonly as: EvidenceFile };

/** A file that came out; its bytes were hashed on the way. */
export interface OpenedFile extends Digests {
  readonly kind: 'file';
  /** Below the locked file, `/` between parts, no `..`: the case lists it as `<locked>!/<path>`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
  /** The name's bytes in hexadecimal where `path` does not say them exactly. */
  readonly storedName: string | null;
  readonly place: OpenedPlace;
  /** How it came about, in one English clause without a key: for example `decrypted (AES-256-GCM, whole file authenticated)`. */
  readonly method: string;
}

export type OpenEvent =
  OpenedFile | Issue | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number | null };

/**
 * How opening ended. Whatever is not `opened` left nothing behind. `wrong-key`: the file is sound and the key does not fit.
 * `other-kind`: it wants a key of another kind or generation. `unknown-settings`: wrong key and unusual settings cannot be told
 * apart. `damaged`: neither can be said for the file is damaged. `no-key`: what was given is no key of these forms.
 */
export type OpenEnd =
  | {
      readonly ended: 'opened';
      readonly secret: OpenedSecret | null;
      /** What was found, in stored terms: for example `{ cipher: 'AES-256-GCM', pageSize: '4096' }`. No keys. */
      readonly settings: Readonly<Record<string, string>>;
    }
  | {
      readonly ended: 'wrong-key' | 'other-kind' | 'unknown-settings' | 'damaged' | 'no-key' | 'limit';
      /** One sentence: what happened to what, and what to do. No keys. */
      readonly detail: string;
    };

export interface OpenRequest {
  readonly tree: EvidenceTree;
  readonly lock: FoundLock;
  /** Null for a lock that wants none. */
  readonly key: GivenKey | null;
  /** Gives the bytes of a listed file at any offset; the caller closes them. */
  readonly source: (file: EvidenceFile) => Promise<ByteSource>;
  /** Where `work` files go: written under a passing name, renamed to their SHA-256 when whole, read-only. */
  readonly workDir: string;
  readonly limits: Limits;
  readonly hashes: readonly ExtraHash[];
  readonly signal: AbortSignal;
  /** Told before a derivation of a key that may take seconds. */
  readonly onDeriving?: () => void;
}

/** One kind of lock: how it is found, opened, and read again. */
export interface Opener {
  readonly kind: LockKind;
  /** Looks at names and first bytes only. */
  find(tree: EvidenceTree): AsyncIterable<FoundLock>;
  /** Files of the exhibit that may hold the key of this lock, likeliest first; each can be given to `open` as a `key-file`. Absent where none is known. */
  offers?(tree: EvidenceTree, lock: FoundLock): AsyncIterable<OfferedKey>;
  /** Blocks its thread for at most 50 ms at a time. Throws the signal's reason, and what the file system throws. */
  open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd>;
  /**
   * Gives what `open` gave as its secret, without listing anything: for a lock that was opened before, whose files the case has.
   * Ends as `open` does where the key does not fit. Absent where no secret is given.
   */
  openAgain?(request: OpenRequest): Promise<OpenEnd>;
  /** The plain bytes of a `sealed` file from `start` up to `end`. Absent where every file goes to the work folder. Throws `EntryDamaged`. */
  bytes?(
    sealed: ByteSource,
    secret: OpenedSecret,
    args: readonly string[],
    start: number,
    end: number,
  ): Generator<Buffer>;
}
