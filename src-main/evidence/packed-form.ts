import type { Issue } from '../model/index.ts';
import { archiveIssue } from './archive-entry.ts';

/** How packed files begin that are not looked into. Sources: the formats' specifications; Gary Kessler's table of file signatures. */
const MAGIC: readonly (readonly [hex: string, what: string, how: string])[] = [
  ['425a68', 'bzip2', 'bzip2 -dk'],
  ['fd377a585a00', 'xz', 'xz -dk'],
  ['28b52ffd', 'zstd', 'zstd -dk'],
  ['1f8b', 'gzip', 'gzip -dk'],
  ['4c5a4950', 'lzip', 'lzip -dk'],
  ['04224d18', 'lz4', 'lz4 -dk'],
  ['1f9d', 'compress', 'gzip -dk'],
  ['377abcaf271c', '7-Zip', '7z x'],
  ['526172211a07', 'RAR', 'unrar x'],
];

/** Names of packed files; inside an exhibit only these are looked at, for apps keep many small packed files of other names. */
const NAMED = /\.(?:(?:tar\.)(?:gz|bz2|xz|zst|lz|lz4|Z)|tgz|tbz2?|txz|tzst|7z|rar)$/iu;

/** Parts of a split archive: `.z01` (Info-ZIP, WinZip), `.zip.001` (7-Zip), `.r00` and `.part1.rar` are told by name alone. */
const PART = /\.(?:z\d{2}|(?:zip|7z|tar|rar|tar\.\w{2,4}|t?gz)\.\d{3}|part\d+\.rar)$/iu;

/** True for names under which a packed file or a part of one is told inside an exhibit. */
export function isPackedName(path: string): boolean {
  return NAMED.test(path) || PART.test(path);
}

/** The issue that a file is packed in a way that is not looked into, and what to do. `head`: its first bytes. */
export function* packedIssues(path: string, head: Buffer): Generator<Issue> {
  if (PART.test(path)) {
    yield* partIssues(path);
    return;
  }
  const found = MAGIC.find(([hex]) => head.toString('hex', 0, hex.length / 2) === hex);
  if (found === undefined) return;
  const [, what, how] = found;
  yield told(
    path,
    `The file is packed with ${what}: what is in it is not listed. Unpack a copy of it (${how} FILE, then tar -xf if a tar comes out) and add the folder.`,
  );
}

/** The issue that a file is named like a part of a split archive. */
export function* partIssues(path: string): Generator<Issue> {
  if (PART.test(path))
    yield told(
      path,
      'The file is one part of a split archive: what is in it is not listed. Join the parts (zip -s 0 FIRST.zip --out WHOLE.zip for .z01, else cat FILE.001 FILE.002 … > WHOLE) and add the whole archive.',
    );
}

function told(path: string, detail: string): Issue {
  return archiveIssue('warning', 'file-unreadable', path, detail);
}
