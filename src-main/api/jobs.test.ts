import { expect, test } from 'vitest';
import type { Push } from '../contract/index.ts';
import { createJobs, type JobOutcome } from './jobs.ts';

function registry(now: () => number = () => 0): { jobs: ReturnType<typeof createJobs>; pushes: Push[] } {
  const pushes: Push[] = [];
  const defect = () => ({ code: 'internal', detail: { id: 'x' } }) as const;
  return { jobs: createJobs({ now, push: (push) => pushes.push(push), defect }), pushes };
}

const nothing: JobOutcome = { state: 'done', result: {} };

test('jobs run one after the other in the order asked for', async () => {
  const { jobs } = registry();
  const order: string[] = [];
  const body = (name: string) => () => {
    order.push(name);
    return Promise.resolve(nothing);
  };
  expect(jobs.start('intake', 'A', body('A')).unit).toBe('bytes');
  const last = jobs.start('ingest', 'B', body('B'));
  expect((await jobs.wait(last.id))?.state).toBe('done');
  expect(order).toEqual(['A', 'B']);
});

test('a job that waits and is cancelled never runs', async () => {
  const { jobs } = registry();
  const { promise, resolve } = Promise.withResolvers<JobOutcome>();
  jobs.start('intake', 'first', () => promise);
  const second = jobs.start('intake', 'second', () => Promise.reject(new Error('ran')));
  jobs.cancel(second.id);
  resolve(nothing);
  const ended = await jobs.wait(second.id);
  expect([ended?.state, ended?.failure?.code]).toEqual(['cancelled', 'cancelled']);
});

test('what a job throws becomes the failure internal', async () => {
  const { jobs } = registry();
  const job = jobs.start('verify', 'C', () => Promise.reject(new Error('boom')));
  expect((await jobs.wait(job.id))?.failure).toEqual({ code: 'internal', detail: { id: 'x' } });
});

test('progress carries rate and time left, and pushes are few', async () => {
  let nowMs = 0;
  const { jobs, pushes } = registry(() => nowMs);
  const job = jobs.start('ingest', 'D', (report) => {
    for (let step = 0; step <= 200; step += 1) {
      nowMs = step * 10;
      report.progress('reading', step * 100, 40_000, 'rows');
    }
    return Promise.resolve(nothing);
  });
  await jobs.wait(job.id);
  const running = pushes.flatMap((push) => (push.push === 'job' && push.job.phase === 'reading' ? [push.job] : []));
  const last = running.findLast((view) => view.state === 'running');
  expect(last?.perSecond).toBeCloseTo(10_000, -2);
  expect(last?.secondsLeft).toBeGreaterThan(1);
  expect(running.length).toBeLessThan(15);
});
