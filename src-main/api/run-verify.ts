import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  exhibitFiles,
  exhibitLimits,
  listExhibits,
  setExhibitVerified,
  verifyCustody,
  type CaseFile,
} from '../case/index.ts';
import type { Difference, ExhibitView, Params, VerifyResult } from '../contract/index.ts';
import { hashFile, verifyExhibit } from '../evidence/index.ts';
import type { JobContext, JobResult } from './job-context.ts';
import { checkOpened } from './check-opened.ts';
import { checkRecords } from './check-records.ts';

/** Hashes exhibits and working copies again, walks the custody log and compares records with their bytes. */
export async function runVerify(
  file: CaseFile,
  params: Params<'verify.case'>,
  context: JobContext,
): Promise<JobResult> {
  const differences: Difference[] = [];
  const checked = { files: 0, bytes: 0, custodyEntries: 0 };
  for (const exhibit of listExhibits(file.db)) {
    if (exhibit.state !== 'complete') continue;
    const seen = await verifyOne(file, exhibit, context, differences);
    checked.files += seen.files;
    checked.bytes += seen.bytes;
  }
  const notCompared: NonNullable<VerifyResult['notCompared']>[number][] = [];
  for (const exhibit of listExhibits(file.db)) {
    if (exhibit.state !== 'complete') continue;
    const opened = await checkOpened(file, exhibit, context, differences);
    checked.files += opened.files;
    checked.bytes += opened.bytes;
    notCompared.push(...opened.notCompared);
  }
  checked.files += verifyCopies(file, context, differences);
  const custody = verifyCustody(file.db);
  checked.custodyEntries = custody.entries;
  if (custody.fault !== null) {
    const { seq, kind, expected, found } = custody.fault;
    differences.push({ subject: 'custody', kind, path: `entry ${seq}`, expected, found });
  }
  const records = params.records === 'none' ? null : await checkRecords(file, params.records, context, differences);
  const result: VerifyResult = {
    ok: differences.length === 0,
    checked: { ...checked, records: records?.records ?? 0, values: records?.values ?? 0 },
    notCompared: [...notCompared, ...(records?.notCompared ?? [])],
    differences,
  };
  return { ...result };
}

async function verifyOne(
  file: CaseFile,
  exhibit: ExhibitView,
  context: JobContext,
  differences: Difference[],
): Promise<{ readonly files: number; readonly bytes: number }> {
  const request = {
    exhibit,
    files: exhibitFiles(file.db, exhibit.id),
    workDir: file.workDir,
    limits: exhibitLimits(file.db, exhibit.id),
    signal: context.signal,
  };
  const before = differences.length;
  let seen = { files: 0, bytes: 0 };
  for await (const event of verifyExhibit(request)) {
    switch (event.kind) {
      case 'progress':
        context.progress(`hashing ${exhibit.reference}`, event.doneBytes, event.totalBytes, 'bytes');
        break;
      case 'difference': {
        const { change: kind, expected, found } = event;
        const path = event.path === '' ? exhibit.reference : `${exhibit.reference}/${event.path}`;
        differences.push({ subject: 'exhibit', kind, path, expected, found });
        break;
      }
      case 'end':
        seen = { files: event.files, bytes: event.bytes };
        break;
    }
  }
  setExhibitVerified(file.db, exhibit.id, file.now(), differences.length - before);
  return seen;
}

const HASH_NAME = /^[0-9a-f]{64}$/u;

/** Working copies are named by their hash. */
function verifyCopies(file: CaseFile, context: JobContext, differences: Difference[]): number {
  const names = readdirSync(file.workDir).filter((name) => HASH_NAME.test(name));
  for (const [index, name] of names.entries()) {
    context.listen();
    context.signal.throwIfAborted();
    context.progress('hashing working copies', index, names.length, 'files');
    const found = hashFile(join(file.workDir, name), context.signal);
    if (found !== name) {
      differences.push({ subject: 'working-copy', kind: 'changed', path: `work/${name}`, expected: name, found });
    }
  }
  return names.length;
}
