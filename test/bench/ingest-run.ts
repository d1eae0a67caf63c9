/**
 * A process of its own, so that its peak memory is the ingest's and nobody else's: makes a case, takes one exhibit in,
 * reads it, and asks the window's questions meanwhile. Prints one JSON object.
 */
import { rmSync } from 'node:fs';
import { openBenchEngine } from './bench-engine.ts';
import { percentile } from './measure.ts';

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
const start = performance.now();
await engine.job('exhibit.add', { path: exhibit, reference: 'X-1' });
const intakeMs = performance.now() - start;
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
const { counts } = await engine.call('case.info', {});
const sources = await engine.call('source.list', {});
await engine.close();
console.log(
  JSON.stringify({
    intakeMs,
    totalMs,
    questionsP95Ms: percentile(asked, 95),
    questions: asked.length,
    peakMb: process.resourceUsage().maxRSS / 1024,
    counts,
    balanced: sources.every((s) => s.balanced),
  }),
);
