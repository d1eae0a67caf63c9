import type { BenchEngine } from './bench-engine.ts';
import { percentile, timed } from './measure.ts';
import type { Figure } from './measure.ts';
import { windowQuestions } from './questions.ts';
import type { BenchPaths } from './ingest.ts';

const ROUNDS = 60;

/** The window's questions on a large case: p50 and p95 over varied parameters, the first round warm. `only`: those whose name it matches. */
export async function benchQueries(
  engine: BenchEngine,
  paths: BenchPaths,
  only = new RegExp('', 'u'),
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { what, ask, before, rounds = ROUNDS } of await windowQuestions(engine, paths)) {
    if (!only.test(what)) continue;
    const taken: number[] = [];
    let usedMs = 0;
    for (let i = 0; i <= rounds; i++) {
      await before?.();
      const start = process.cpuUsage();
      const ms = await timed(ask);
      const used = process.cpuUsage(start);
      if (i === 0) continue;
      taken.push(ms);
      usedMs += (used.user + used.system) / 1000;
    }
    figures.push({
      what,
      value: `p50 ${percentile(taken, 50).toFixed(1)} ms, p95 ${percentile(taken, 95).toFixed(1)} ms, CPU ${(usedMs / rounds).toFixed(1)} ms`,
      goal: 'p95 ≤ 100 ms',
    });
  }
  return figures;
}
