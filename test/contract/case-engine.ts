import { join } from 'node:path';
import { expect } from 'vitest';
import { createEngine } from '../../src-main/api/index.ts';
import type { JobView } from '../../src-main/contract/index.ts';

/** An engine that is asked like a window asks it; failures are thrown. */
export interface CaseEngine {
  readonly value: <T>(method: string, params?: unknown) => Promise<T>;
  /** Starts a job and waits until it is done. */
  readonly job: (method: string, params: unknown) => Promise<JobView>;
  readonly close: () => Promise<void>;
}

export function caseEngine(folder: string): CaseEngine {
  const engine = createEngine({
    appDir: join(folder, 'home'),
    clock: Date.now,
    jobWorker: new URL('../../src-main/api/job-worker.ts', import.meta.url),
    actor: 'contract test',
    writeSample: null,
  });

  async function value<T>(method: string, params: unknown = {}): Promise<T> {
    const reply = await engine.call({ id: 1, method, params });
    if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.failure)}`);
    return reply.value as T;
  }

  return {
    value,
    job: async (method, params) => {
      const ended = await value<JobView>('job.wait', { job: (await value<JobView>(method, params)).id });
      expect(ended.failure).toBeNull();
      return ended;
    },
    close: () => engine.close(),
  };
}
