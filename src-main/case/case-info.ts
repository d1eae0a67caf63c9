import type { Authority, CaseInfo, ReportView } from '../contract/index.ts';
import { isZone } from '../model/index.ts';
import { sql, type CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';
import type { CaseFile } from './case-file.ts';
import { rebuildClockCounts } from './writer/clock-counts.ts';

interface InfoRow extends Omit<CaseInfo, 'path' | 'authority' | 'counts'> {
  readonly kind: Authority['kind'];
  readonly reference: string;
  readonly issuer: string;
}

/** Number, authority, zone and counts; cheap: counts of items are those made when sources were finished. */
export function readCaseInfo(file: CaseFile): CaseInfo {
  const { db } = file;
  const row = db.get<InfoRow>(sql`SELECT id, number, examiner, zone, created_ms AS createdMs, note,
    authority_kind AS kind, authority_reference AS reference, authority_issuer AS issuer FROM case_info`);
  if (row === null) throw new Error('the case holds no case row');
  const { kind, reference, issuer, ...info } = row;
  const counts = db.get<CaseInfo['counts']>(sql`SELECT (SELECT count(*) FROM exhibit) AS exhibits,
      count(*) AS sources, ${sum('accounts')} AS accounts, ${sum('conversations')} AS conversations,
      ${sum('messages')} AS messages, ${sum('events')} AS events, ${sum('attachments')} AS attachments,
      (SELECT count(*) FROM issue) AS issues FROM source`);
  if (counts === null) throw new Error('the case cannot be counted');
  return { path: file.path, ...info, authority: { kind, reference, issuer }, counts };
}

function sum(name: string): ReturnType<typeof sql> {
  return sql`ifnull(sum(counts ->> ${`$.${name}`}), 0)`;
}

/** Changes the zone in which days begin and times are shown. Fails with `bad-parameters` for an unknown zone. */
export function setCaseZone(file: CaseFile, zone: string): CaseInfo {
  if (!isZone(zone)) throw new CaseFailure('bad-parameters', { subject: zone });
  file.db.transaction(() => {
    file.db.run(sql`UPDATE case_info SET zone = ${zone}`);
    rebuildClockCounts(file.db);
  }, 'immediate');
  return readCaseInfo(file);
}

/** Keeps that a report was written. */
export function addReport(db: CaseDb, report: ReportView): void {
  db.run(sql`INSERT INTO report (path, created_ms, items, files, size_bytes, seal)
    VALUES (${report.path}, ${report.createdMs}, ${report.items}, ${report.files}, ${report.sizeBytes}, ${report.seal})`);
}

/** Reports in the order in which they were written. */
export function listReports(db: CaseDb): readonly ReportView[] {
  return db.all<ReportView>(sql`SELECT path, created_ms AS createdMs, items, files, size_bytes AS sizeBytes, seal
    FROM report ORDER BY id`);
}
