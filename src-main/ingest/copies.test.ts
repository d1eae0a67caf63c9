import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { treeOf } from '../evidence/index.ts';
import { prepareCopies } from './copies.ts';
import { openRun } from './evidence-run.ts';

test('a parser reads the bytes of a text as they were hashed, whatever the exhibit holds by then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'copies-'));
  const work = mkdtempSync(join(tmpdir(), 'copies-work-'));
  const text = 'é'.repeat(700_000);
  writeFileSync(join(folder, 'chat.txt'), text);
  const tree = await treeOf(folder, work);
  try {
    const { signal } = new AbortController();
    const file = await tree.get('chat.txt');
    if (file === null) throw new Error('not listed');
    const { byFile, plain } = await prepareCopies(tree, [file], work, signal);
    writeFileSync(join(folder, 'chat.txt'), 'exchanged'.padEnd(1_400_000));
    const none = () => undefined;
    const run = openRun({ tree, copies: byFile, plain, state: 'with-log', scratchDir: work, answers: {}, signal, onIssue: none, onProgress: none }); // prettier-ignore
    const parts: Uint8Array[] = [];
    for await (const part of run.bytes(file)) parts.push(part);
    expect(parts.length).toBeGreaterThan(1);
    expect(Buffer.concat(parts).toString('utf8') === text).toBe(true);
    run.close();
  } finally {
    tree.close();
    rmSync(folder, { recursive: true });
    rmSync(work, { recursive: true });
  }
});
