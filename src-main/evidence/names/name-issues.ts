import type { Issue } from '../../model/index.ts';
import type { DecodedName } from './decode-name.ts';
import type { SafePath } from './safe-path.ts';

/** What an examiner should know about one stored name: none, one or several issues. */
export function nameIssues(
  path: string,
  bytes: Uint8Array,
  decoded: DecodedName,
  safe: SafePath,
  same: 'exactly' | 'but-for-case' | null,
): readonly Issue[] {
  const issues: Issue[] = [];
  const issue = (severity: Issue['severity'], code: Issue['code'], stored: string, detail: string): void => {
    issues.push({ kind: 'issue', severity, code, from: null, where: path, stored, detail });
  };
  if (decoded.encoding === 'gbk' || decoded.encoding === 'cp437' || decoded.encoding === 'escaped')
    issue(
      'note',
      'name-undecodable',
      `${hex(bytes)}${decoded.other === null ? '' : ` · ${decoded.other}`}`,
      `The name's bytes are not UTF-8 and state no encoding; read as ${SPOKEN[decoded.encoding]}. Stored: the bytes` +
        (decoded.other === null ? '.' : ' and the other reading.'),
    );
  for (const { kind, what } of safe.oddities)
    issue(
      'note',
      kind === 'outside' ? 'name-outside' : 'name-unusual',
      hex(bytes),
      `The stored name has ${what}. Stored: the name's bytes.`,
    );
  if (same !== null)
    issue(
      same === 'exactly' ? 'warning' : 'note',
      'name-duplicate',
      hex(bytes),
      same === 'exactly'
        ? 'An earlier entry has the same name; both are kept, this one under a path of its own.'
        : 'An earlier entry has the same name but for upper and lower case.',
    );
  return issues;
}

const SPOKEN = { gbk: 'GBK', cp437: 'code page 437', escaped: 'single bytes, written %XX' } as const;

function hex(bytes: Uint8Array): string {
  return `hex ${Buffer.from(bytes).toString('hex')}`;
}

/** Issues of one code are listed this often; a million names of one kind make one more issue with their number. */
const LISTED = 200;

/** Keeps the issues about names of one exhibit from outnumbering its files. */
export class NameNotes {
  readonly #counts = new Map<Issue['code'], number>();

  /** Those of the issues that are listed one by one. */
  list(issues: readonly Issue[]): readonly Issue[] {
    return issues.filter(({ code }) => {
      const count = (this.#counts.get(code) ?? 0) + 1;
      this.#counts.set(code, count);
      return count <= LISTED;
    });
  }

  /** One issue for each code of which more were found than listed. */
  *rest(): Generator<Issue> {
    for (const [code, count] of this.#counts)
      if (count > LISTED)
        yield {
          kind: 'issue',
          severity: 'note',
          code,
          from: null,
          where: '',
          stored: null,
          detail: `${count - LISTED} further names of this kind; each file keeps its stored name.`,
        };
  }
}
