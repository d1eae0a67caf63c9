/** One line of a manifest: a path relative to the bag, `/` between its parts, and the hash of the file there. */
export interface ManifestLine {
  readonly path: string;
  readonly sha256: string;
}

/** A manifest sorted by path, as `sha256sum` writes it. */
export function manifestText(lines: readonly ManifestLine[]): string {
  return lines
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map((line) => `${line.sha256}  ${line.path}\n`)
    .join('');
}

export interface ReadManifest {
  readonly lines: readonly ManifestLine[];
  /** Lines that are no manifest line, leave the bag, or name a file a second time; by number, from 1. */
  readonly bad: readonly { readonly line: number; readonly text: string }[];
}

const LINE = /^(?<hash>[0-9a-fA-F]{64})[ \t]+\*?(?:\.\/)?(?<path>.+)$/u;

/** Reads the text of a manifest. Paths that are absolute or climb out of the bag are bad lines, never followed. */
export function readManifest(text: string): ReadManifest {
  const lines: ManifestLine[] = [];
  const bad: { line: number; text: string }[] = [];
  const seen = new Set<string>();
  const rows = text.split(/\r\n|\n|\r/u);
  if (rows.at(-1) === '') rows.pop();
  for (const [index, row] of rows.entries()) {
    const groups = LINE.exec(row)?.groups;
    const path = decodePath(groups?.path ?? '');
    if (groups?.hash === undefined || !staysInside(path) || seen.has(path)) {
      bad.push({ line: index + 1, text: row.slice(0, 200) });
      continue;
    }
    seen.add(path);
    lines.push({ path, sha256: groups.hash.toLowerCase() });
  }
  return { lines, bad };
}

// RFC 8493, 2.1.3: CR, LF and the percent sign of a path are percent-encoded.
function decodePath(path: string): string {
  return path.replaceAll(/%(0[DdAa]|25)/gu, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function staysInside(path: string): boolean {
  if (path === '' || path.startsWith('/') || path.startsWith('~') || /^[A-Za-z]:|\\|\0/u.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
