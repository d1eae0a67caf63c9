import { CaseFailure } from '../case/index.ts';
import type { Failure } from '../contract/index.ts';
import { CopyDiffers, EntryDamaged, IntakeRefused, KeyNeeded, OpenedMissing } from '../evidence/index.ts';
import { ReportRefused } from '../report/report-request.ts';
import { sqliteCode } from '../sqlite/index.ts';
import { logDefect } from './defect-log.ts';

/**
 * What was thrown as a failure: the floors' own failures as they are, a full disk by its code, anything else as a defect,
 * which is logged under an id.
 */
export function failureOf(error: unknown, appDir: string, where: string): Failure {
  if (error instanceof CaseFailure || error instanceof ReportRefused) return error.failure;
  if (error instanceof IntakeRefused) return { code: error.code, detail: { subject: error.path } };
  if (error instanceof CopyDiffers) {
    return { code: 'exhibit-changed', detail: { subject: error.path, expected: error.expected, found: error.found } };
  }
  // Every byte was read once at intake: what cannot be read as it was is another one.
  if (error instanceof EntryDamaged) return { code: 'exhibit-changed', detail: { subject: error.path ?? where, reason: error.message } }; // prettier-ignore
  if (error instanceof KeyNeeded) return { code: 'key-needed', detail: { subject: error.path, lock: error.lock } };
  if (error instanceof OpenedMissing) return { code: 'opened-missing', detail: { subject: error.path } };
  const system = systemCode(error);
  if (system === 'ENOENT' || system === 'EACCES') {
    const code = system === 'ENOENT' ? 'path-not-found' : 'path-not-readable';
    return { code, detail: { subject: pathOf(error) ?? where } };
  }
  const sqlite = sqliteCode(error);
  if (sqlite === 'SQLITE_FULL' || system === 'ENOSPC') {
    return { code: 'disk-full', detail: { subject: where } };
  }
  if (sqlite?.startsWith('SQLITE_BUSY') === true) return { code: 'busy', detail: { subject: where } };
  return logDefect(appDir, error, where);
}

function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function pathOf(error: unknown): string | null {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null;
}
