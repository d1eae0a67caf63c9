import { resolve } from 'node:path';
import { appendCustody, listReports, type CaseFile } from '../case/index.ts';
import type { Params, Reply, VerifyResult } from '../contract/index.ts';
import { checkExhibits, checkLines, verifyReport, type LinesChecked } from '../report/index.ts';
import { done, fail } from './answer.ts';
import { definedOnly } from './defined-only.ts';
import type { Desk } from './desk.ts';

/**
 * Hashes a report package again and, where asked, its lines: from the working copies of the open case, and from original
 * exhibits. Where a case is open, its custody log says so.
 */
export async function verifyReportAt(desk: Desk, params: Params<'verify.report'>): Promise<Reply<VerifyResult>> {
  const { path, seal, records = 'none', exhibits = [], limits = {}, sample = null } = params;
  const session = desk.sessions.current();
  if (records !== 'none' && session === null) return fail('case-not-open', { subject: path });
  const expected = seal ?? (session === null ? null : knownSeal(session.file, path));
  let result = await verifyReport(path, expected === null ? {} : { seal: expected });
  if (session !== null && records !== 'none') {
    result = withLines(result, await checkLines(path, session.file, records));
  }
  if (exhibits.length > 0) {
    const { files, bytes, ...lines } = await checkExhibits(path, exhibits, sample, { limits: definedOnly(limits) });
    const { checked } = result;
    const more = { ...checked, files: checked.files + files, bytes: checked.bytes + bytes };
    result = withLines({ ...result, checked: more }, lines);
  }
  if (session !== null) {
    const { ok, checked, differences } = result;
    appendCustody(session.file.db, desk.clock(), {
      actor: desk.actor,
      action: 'verify.report',
      parameters: { path, seal: expected, records, exhibits, sample },
      result: { ok, checked, differences: differences.length },
    });
  }
  return done(result);
}

/** The seal noted when the case wrote this report; null for a report that it does not list. */
function knownSeal(file: CaseFile, path: string): string | null {
  const wanted = resolve(path);
  return listReports(file.db).findLast((report) => resolve(report.path) === wanted)?.seal ?? null;
}

function withLines(before: VerifyResult, lines: LinesChecked): VerifyResult {
  const differences = [...before.differences, ...lines.differences];
  const { checked } = before;
  return {
    ok: differences.length === 0,
    checked: {
      ...checked,
      records: Math.max(checked.records, lines.lines),
      values: (checked.values ?? 0) + lines.ranges + lines.values,
    },
    notCompared: [...(before.notCompared ?? []), ...lines.notCompared],
    differences,
  };
}
