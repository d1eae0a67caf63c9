import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lastCustody, listReports, type CaseFile } from '../case/index.ts';
import { removeUnfinishedReport } from '../report/index.ts';

/**
 * What a process that was ended had left half done in a case that is now held: taken away when the case was opened, but for
 * a report, which is removed here. For the custody log; empty when nothing was left.
 */
export function unfinishedIn(file: CaseFile): Readonly<Record<string, unknown>> {
  const { reports, unlisted, left } = unfinishedReports(file);
  const removed = Object.entries({ ...file.dropped, reports }).filter(([, names]) => names.length > 0);
  return {
    ...(removed.length > 0 && { removedUnfinished: Object.fromEntries(removed) }),
    ...(unlisted.length > 0 && { unlistedReports: unlisted }),
    ...(left.length > 0 && { leftUnfinished: left }),
  };
}

/**
 * Jobs run one at a time: a report that was begun and is not the last word of the log on reports was ended. What was
 * written of it is removed; one that was ended between its seal and the case's note of it stays, and is named, as is
 * what the file system does not let go: that must not keep the case shut.
 */
function unfinishedReports(file: CaseFile): {
  readonly reports: readonly string[];
  readonly unlisted: readonly string[];
  readonly left: readonly string[];
} {
  const last = lastCustody(file.db, 'report.create');
  const out = last?.parameters.out;
  if (last?.result.state !== 'started' || typeof out !== 'string') return { reports: [], unlisted: [], left: [] };
  const [removed, left] = remove(out);
  const isListed = listReports(file.db).some(({ path }) => resolve(path) === resolve(out));
  const unlisted = !isListed && existsSync(join(out, 'tagmanifest-sha256.txt')) ? [out] : [];
  return { reports: removed === null ? [] : [removed], unlisted, left: left === null ? [] : [left] };
}

/** What was removed, or what could not be and why. */
function remove(out: string): readonly [string | null, string | null] {
  try {
    return [removeUnfinishedReport(out), null];
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return [null, `${out}: ${String(error.code)}`];
  }
}
