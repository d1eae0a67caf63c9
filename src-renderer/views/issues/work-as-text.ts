import type { IssueGroup, SourceView } from '../../../src-main/contract/index.ts';
import type { Messages } from '../../messages/en.ts';

/** A table or a column of it; anything else, such as the path of a file, may tell of a person. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,60}(?:\.[A-Za-z_][A-Za-z0-9_]{0,60})?$/u;

/** A code of the app; longer numbers may be telephone numbers, identifiers or times. */
const CODE = /^-?\d{1,6}$/u;

/** The work list as tab-separated lines that hold nothing of what a person wrote, to be passed to the developers. */
export function workAsText(groups: readonly IssueGroup[], sources: readonly SourceView[], m: Messages): string {
  const lines = groups.map((group) => {
    const source = sources.find(({ id }) => id === group.source);
    const place = NAME.test(group.where ?? '') ? (group.where ?? '') : m.issuesView.notCopied;
    const isCode = group.code === 'unknown-code' && CODE.test(group.stored ?? '');
    return [
      source?.parser ?? '',
      source === undefined ? '' : String(source.revision),
      source?.variant ?? '',
      group.code,
      place,
      group.stored === null ? '' : isCode ? group.stored : m.issuesView.notCopied,
      String(group.count),
    ].join('\t');
  });
  return ['parser\trevision\tvariant\tissue\tcolumn\tstored\tcount', ...lines, ''].join('\n');
}
