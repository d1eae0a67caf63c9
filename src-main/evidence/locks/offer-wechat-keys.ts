import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { memorySource } from '../byte-source.ts';
import type { EvidenceTree } from '../tree.ts';
import { deriverFor } from './derive-key.ts';
import { findSettings } from './find-sqlcipher-settings.ts';
import type { FoundLock, KeyInput, OfferedKey } from './opener.ts';
import { specimenOf } from './sqlcipher-specimen.ts';
import type { StatedSettings } from './sqlcipher-settings.ts';
import { wechatIdentifiers, type Identifier } from './wechat-identifiers.ts';

/** From what a database's passphrase follows, in order, and how its pages are encrypted. */
interface Recipe {
  readonly inputs: readonly KeyInput['is'][];
  readonly settings: StatedSettings & { readonly pageSize: number };
}

const OLD = { pageSize: 1024, kdfHash: 'sha1', iterations: 4000, mac: null } as const;
const NEW = { pageSize: 4096, kdfHash: 'sha1', iterations: 64_000, mac: 'sha1' } as const;

/** `EnMicroMsg.db` and most others: ppwwyyxx/wechat-dump@be3009f. */
const USUAL: Recipe = { inputs: ['device-id', 'uin'], settings: OLD };

/**
 * The search index: published by Chinese articles of 2019, WXjzcccc/ForensicsTool@9bfffc5, which gives the other one too; that a
 * negative number loses its sign there also is inferred.
 */
const OTHERS: Readonly<Record<string, Recipe>> = {
  'FTS5IndexMicroMsg_encrypt.db': { inputs: ['unsigned-uin', 'device-id', 'owner-id'], settings: NEW },
  'MicroMsgPriority.db': { inputs: ['unsigned-uin', 'owner-id', 'device-id'], settings: NEW },
};

const PASSPHRASE_DIGITS = 7;
/** Combinations that are tried: files with more identifiers than a phone has accounts are not worth the time of as many derivations. */
const MOST_TRIES = 200;

/**
 * The passphrases that follow from identifiers of WeChat in the exhibit, each found value with each other: tried on the first
 * page, those that open it first. Nothing is tried that no file says but the app's own constant.
 */
export async function* offerWechatKeys(tree: EvidenceTree, lock: FoundLock): AsyncGenerator<OfferedKey> {
  const { inputs, settings } = OTHERS[posix.basename(lock.file.path)] ?? USUAL;
  const found = await wechatIdentifiers(tree);
  const head = memorySource(await tree.head(lock.file, settings.pageSize));
  const offers: OfferedKey[] = [];
  const { rows, combinations } = combined(inputs, found, lock.file.path);
  for (const values of rows) {
    const first = values.find(({ file }) => file !== null)?.file;
    if (first === undefined || first === null) continue;
    const text = values.map(({ is, value }, index) => (inputs[index] === 'unsigned-uin' && is === 'uin' ? String(Number(value) >>> 0) : value)).join(''); // prettier-ignore
    const digits = createHash('md5').update(text).digest('hex').slice(0, PASSPHRASE_DIGITS);
    const bytes = Buffer.from(digits);
    const key = { kind: 'passphrase', passphrase: bytes } as const;
    const opened = head.sizeBytes < settings.pageSize ? null : await findSettings(key, settings, specimenOf(head, null), deriverFor({}), () => setImmediate()); // prettier-ignore
    offers.push({
      file: first,
      what: 'wechat-identifiers',
      fits: head.sizeBytes < settings.pageSize ? null : opened !== null,
      derived: {
        inputs: values.map(inputOf(inputs)),
        key: { form: 'password', bytes },
        among: { combinations, tried: rows.length },
      },
    });
  }
  yield* offers.toSorted((one, other) => Number(other.fits === true) - Number(one.fits === true));
}

/**
 * Each value of one kind with each of the others, every value once: the first file that holds it stands for it. The first of them,
 * and how many there are.
 */
function combined(
  inputs: readonly KeyInput['is'][],
  found: readonly Identifier[],
  path: string,
): { readonly rows: readonly (readonly Identifier[])[]; readonly combinations: number } {
  let rows: readonly (readonly Identifier[])[] = [[]];
  let combinations = 1;
  for (const input of inputs) {
    const is = input === 'unsigned-uin' ? 'uin' : input;
    const values = [...Map.groupBy(found.filter((one) => one.is === is), ({ value }) => value).values()].flatMap(([first]) => first ?? []); // prettier-ignore
    const wanted = is === 'uin' ? ofFolder(values, path) : values;
    combinations *= wanted.length;
    // Settings of any length must not make more than are tried.
    const few = wanted.slice(0, MOST_TRIES);
    rows = rows.flatMap((row) => few.map((value) => [...row, value])).slice(0, MOST_TRIES);
  }
  return { rows, combinations };
}

/** An account's folder is named after its number; where none of the numbers gives the name, each of them may be it. */
function ofFolder(uins: readonly Identifier[], path: string): readonly Identifier[] {
  const folder = posix.basename(posix.dirname(path));
  const own = uins.filter(({ value }) => createHash('md5').update(`mm${value}`).digest('hex') === folder);
  return own.length === 0 ? uins : own;
}

function inputOf(inputs: readonly KeyInput['is'][]): (value: Identifier, index: number) => KeyInput {
  return ({ is, how, at, bytes, file }, index) => ({
    is: inputs[index] ?? is,
    how,
    at,
    bytes,
    path: file?.path ?? null,
    sha256: file?.sha256 ?? null,
  });
}
