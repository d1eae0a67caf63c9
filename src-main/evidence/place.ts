import type { Sha256 } from '../model/index.ts';
import type { IndexedFile } from './file-index.ts';
import type { LockKind } from './locks/opener.ts';

/**
 * Where a file's bytes lie inside its exhibit, as a chain of steps from the outside in:
 * - `disk`: a file of a folder, by its path, or by the bytes of its path where these are not UTF-8; neither: the path under
 *   which the file is listed
 * - `self`: the exhibit is the file
 * - `zip`: an entry of a zip: offset of its local header, packed and unpacked size, method
 * - `run`: bytes as they are, from an offset on (tar entries)
 * - `work`: a file of the work folder, named by its hash, which came out of a locked one
 * - `cipher`: the content of a file that is encrypted under a key of its own, which the store holds that names it; `size` counts it in plain
 * - `sealed`: bytes of a locked file, to be read with what opening that lock gave; `size` counts them in plain
 */
export type Step =
  | { readonly in: 'disk'; readonly nameHex: string | null; readonly path: string }
  | { readonly in: 'self' }
  | {
      readonly in: 'zip';
      readonly offset: number;
      readonly packed: number;
      readonly size: number;
      readonly method: number;
      /** Of the unpacked bytes, where a further step follows and nothing else tells it. */
      readonly sha256?: Sha256;
    }
  | { readonly in: 'run'; readonly offset: number; readonly size: number }
  | { readonly in: 'work'; readonly sha256: Sha256 }
  | { readonly in: 'cipher'; readonly scheme: string; readonly size: number; readonly keyHex: string }
  | {
      readonly in: 'sealed';
      readonly kind: LockKind;
      /** Its number in the case. */
      readonly lock: number;
      readonly size: number;
      readonly args: readonly string[];
    };

/** Steps as text for the case's file table, for example `z:1024,50,100,8` or `d:docs%2Finner.zip|z:…`. */
export function writePlace(steps: readonly Step[]): string {
  return steps.map(writeStep).join('|');
}

function writeStep(step: Step): string {
  switch (step.in) {
    case 'disk':
      return step.nameHex === null ? `d:${encodeURIComponent(step.path)}` : `x:${step.nameHex}`;
    case 'self':
      return 's:';
    case 'zip':
      return `z:${[step.offset, step.packed, step.size, step.method, ...(step.sha256 === undefined ? [] : [step.sha256])].join(',')}`;
    case 'run':
      return `r:${[step.offset, step.size].join(',')}`;
    case 'work':
      return `o:${step.sha256}`;
    case 'cipher':
      return `c:${[step.scheme, step.size, step.keyHex].join(',')}`;
    case 'sealed':
      return `k:${[step.kind, step.lock, step.size, ...step.args].join(',')}`;
  }
}

/** Throws for text that `writePlace` did not write: such a case file is damaged. */
export function readPlace(place: string): readonly Step[] {
  return place.split('|').map((text) => {
    const rest = text.slice(2);
    switch (text.slice(0, 2)) {
      case 'd:':
        return { in: 'disk', nameHex: null, path: decodeURIComponent(rest) };
      case 'x:':
        return { in: 'disk', nameHex: rest, path: '' };
      case 's:':
        return { in: 'self' };
      case 'z:': {
        const [hash] = /(?<=,)[0-9a-f]{64}$/u.exec(rest) ?? [];
        const [offset, packed, size, method] = numbers(hash === undefined ? rest : rest.slice(0, -65), 4);
        return { in: 'zip', offset, packed, size, method, ...(hash !== undefined && { sha256: hash }) } as Step;
      }
      case 'r:': {
        const [offset, size] = numbers(rest, 2);
        return { in: 'run', offset, size } as Step;
      }
      case 'o:':
        return { in: 'work', sha256: rest };
      case 'c:': {
        const [scheme = '', size = '', keyHex = ''] = rest.split(',');
        return { in: 'cipher', scheme, size: Number(size), keyHex };
      }
      case 'k:': {
        const [kind = '', lock = '', size = '', ...args] = rest.split(',');
        return { in: 'sealed', kind: kind as LockKind, lock: Number(lock), size: Number(size), args };
      }
      default:
        // A later step may hold a key.
        throw new Error(`not a place: ${text.slice(0, 2)}`);
    }
  });
}

/** The cipher under which a file lies in the one that it was deciphered of; null for any other file. */
export function cipherAround(file: { readonly place: string }): string | null {
  return isDeciphered(file) ? (/\|c:(?<scheme>[a-z0-9-]+),[^|]*$/u.exec(file.place)?.groups?.scheme ?? null) : null;
}

/** Whether a file is what was deciphered of another one: it is not found by reading the exhibit. */
export function isDeciphered({ place }: { readonly place: string }): boolean {
  return place.includes('|c:');
}

function numbers(text: string, count: number): readonly number[] {
  const values = text.split(',').map(Number);
  if (values.length !== count || !values.every((value) => Number.isSafeInteger(value) && value >= 0))
    throw new Error(`not a place: ${text.slice(0, 100)}`);
  return values;
}

/**
 * The steps to a file's bytes, told so that further steps may follow them: each names what would otherwise be known from the
 * file itself.
 */
export function stepsWithin(file: IndexedFile): readonly Step[] {
  const steps = readPlace(file.place);
  return steps.map((step, index) => {
    if (step.in === 'disk') return step.nameHex === null && step.path === '' ? { ...step, path: file.path } : step;
    if (step.in !== 'zip' || step.sha256 !== undefined) return step;
    // Archives are listed one deep: what is before the last step is the archive that the file was derived from.
    const sha256 = index === steps.length - 1 ? file.sha256 : file.derivedFrom?.file;
    return sha256 === undefined ? step : { ...step, sha256 };
  });
}
