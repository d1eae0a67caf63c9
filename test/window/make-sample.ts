import { existsSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { writeSample } from '../../fixtures/write-sample.ts';
import { createEngine } from '../../src-main/api/index.ts';
import { buildWindow } from '../../src-main/shells/build-window.ts';
import { buildApp } from './electron-app.ts';
import { SAMPLE } from './web-shell.ts';

const root = join(import.meta.dirname, '../..');

/** Builds the window and makes the sample case anew, by the engine itself. */
export default async function makeSample(): Promise<void> {
  if (process.env.AFFIANT_TEST_SHELL === 'electron') await buildApp();
  else await buildWindow(root);
  await writeSampleCase(SAMPLE);
}

/** Writes the sample's exhibits and its case into a folder, whatever was there. */
export async function writeSampleCase(path: string): Promise<void> {
  rmSync(path, { recursive: true, force: true });
  const engine = createEngine({
    appDir: join(root, 'artifacts/home'),
    clock: Date.now,
    jobWorker: new URL('../../src-main/api/job-worker.ts', import.meta.url),
    actor: userInfo().username,
    writeSample,
  });
  try {
    const started = await engine.call({ id: 1, method: 'case.sample', params: { path } });
    if (!started.ok) throw new Error(`no sample: ${started.failure.code}`);
    const { id } = started.value as { readonly id: string };
    const ended = await engine.call({ id: 2, method: 'job.wait', params: { job: id } });
    if (!ended.ok || (ended.value as { readonly state: string }).state !== 'done') {
      throw new Error(`no sample: ${JSON.stringify(ended)}`);
    }
  } finally {
    await engine.close();
  }
  if (!existsSync(join(path, 'case/case.db'))) throw new Error('the sample holds no case');
}
