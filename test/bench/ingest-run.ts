/**
 * A process of its own, so that its peak memory is the ingest's and nobody else's: makes a case, takes one exhibit in,
 * opens what is locked by what its own files say, reads it, and asks the window's questions meanwhile. Prints one JSON object.
 */
import { rmSync } from 'node:fs';
import { openBenchEngine } from './bench-engine.ts';
import { peakMemoryMb, percentile } from './measure.ts';

const [exhibit, casePath, appDir] = process.argv.slice(2);
if (exhibit === undefined || casePath === undefined || appDir === undefined)
  throw new Error('exhibit, case and app folder are needed');
rmSync(casePath, { recursive: true, force: true });
const engine = openBenchEngine(appDir);
await engine.call('case.create', {
  path: casePath,
  number: 'BENCH',
  examiner: 'bench',
  authority: { kind: 'training', reference: 'made by code', issuer: '' },
});
const before = process.cpuUsage();
const start = performance.now();
await engine.job('exhibit.add', { path: exhibit, reference: 'X-1' });
const intakeMs = performance.now() - start;
const unlockFrom = performance.now();
const { locks } = await engine.call('lock.list', {});
const offered = locks.filter(({ offers }) => offers.length > 0);
for (const { id } of offered) await engine.job('lock.open', { lock: id, key: { offer: 1 } });
const unlockMs = offered.length === 0 ? 0 : performance.now() - unlockFrom;
const asked: number[] = [];
const ended = new AbortController();
const questions = (async () => {
  while (!ended.signal.aborted) {
    const at = performance.now();
    await engine.call('conversation.page', { limit: 50, sort: 'last', descending: true });
    await engine.call('item.page', { filter: {}, limit: 50 });
    asked.push(performance.now() - at);
    await new Promise((done) => setTimeout(done, 250));
  }
})();
await engine.job('source.ingest', {});
ended.abort();
await questions;
const totalMs = performance.now() - start;
const used = process.cpuUsage(before);
const { counts } = await engine.call('case.info', {});
const sources = await engine.call('source.list', {});
await engine.close();
console.log(
  JSON.stringify({
    intakeMs,
    unlockMs,
    totalMs,
    processorMs: (used.user + used.system) / 1000,
    questionsP95Ms: percentile(asked, 95),
    questions: asked.length,
    peakMb: peakMemoryMb(),
    counts,
    balanced: sources.every((s) => s.balanced),
  }),
);
