import { createEngine, type EngineOptions } from '../../src-main/api/index.ts';
import type { JobView, MethodName, Params, Result } from '../../src-main/contract/index.ts';

/** The engine with failures thrown: a benchmark has no use for a failed question. */
export interface BenchEngine {
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>;
  /** Starts long work and waits for its end. */
  job(
    method: 'case.sample' | 'exhibit.add' | 'lock.open' | 'source.ingest' | 'report.create' | 'verify.case',
    params:
      | Params<'case.sample'>
      | Params<'exhibit.add'>
      | Params<'lock.open'>
      | Params<'source.ingest'>
      | Params<'report.create'>
      | Params<'verify.case'>,
  ): Promise<JobView>;
  close(): Promise<void>;
}

export function openBenchEngine(
  appDir: string,
  writeSample: EngineOptions['writeSample'] = null,
  looksAhead = false,
): BenchEngine {
  const engine = createEngine({
    appDir,
    clock: Date.now,
    jobWorker: new URL('../../src-main/api/job-worker.ts', import.meta.url),
    actor: 'bench',
    writeSample,
    looksAhead,
  });
  let requests = 0;
  async function call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    const reply = await engine.call({ id: ++requests, method, params });
    if (!reply.ok) throw new Error(`${method}: ${reply.failure.code} ${JSON.stringify(reply.failure.detail)}`);
    return reply.value as Result<M>;
  }
  return {
    call,
    async job(method, params) {
      const started: JobView = await call(method, params as never);
      const ended = await call('job.wait', { job: started.id });
      if (ended.state !== 'done') throw new Error(`${method}: ${ended.state} ${JSON.stringify(ended.failure)}`);
      return ended;
    },
    close: () => engine.close(),
  };
}
