import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareExhibit } from '../bench/ingest.ts';
import { temporaryFolder } from './read-source.ts';

const MESSAGES = 80_000;

/**
 * Old objects that each thread of the engine may hold, in MB. Measured on Node 24 (x64): 30 suffice, 26 do not; a third of head
 * room is added. The parser's rows or the writer's records, when kept, need more. The full-text thread needs less by itself, so
 * that bodies as short as these would still fit when kept.
 */
const OLD_SPACE_MB = 40;

test(`${MESSAGES} messages are ingested in ${OLD_SPACE_MB} MB of old objects a thread`, async () => {
  using folder = temporaryFolder();
  const paths = await prepareExhibit(folder.path, MESSAGES);
  const script = join(import.meta.dirname, '..', 'bench', 'ingest-run.ts');
  const run = spawnSync(
    process.execPath,
    [`--max-old-space-size=${OLD_SPACE_MB}`, script, paths.exhibit, paths.case, paths.appDir],
    { encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toMatchObject({ counts: { messages: MESSAGES }, balanced: true });
}, 600_000);
