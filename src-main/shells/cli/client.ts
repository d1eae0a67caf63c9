import type { Failure, JobView, MethodName, Params, Push, Reply, Result } from '../../contract/index.ts';
import { jobLine } from './progress-line.ts';
import type { Output } from './output.ts';

/** The part of the engine that the terminal needs. */
export interface EngineConnection {
  call(request: { readonly id: number; readonly method: string; readonly params: unknown }): Promise<Reply<unknown>>;
  onPush(listener: (push: Push) => void): () => void;
  close(): Promise<void>;
}

/** A failure that ends the command with exit code 3. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** Methods that answer with a job. */
type JobMethod = { [M in MethodName]: Result<M> extends JobView ? M : never }[MethodName];

/** The engine as a command sees it: values, or `CommandFailed`. */
export interface Client {
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>;
  /** Starts a job and waits for its end; its progress goes to the terminal. */
  runJob(method: JobMethod, params: Params<JobMethod>): Promise<JobView>;
  /** Cancels the job that is being waited for; false when there is none. */
  interrupt(): boolean;
  close(): Promise<void>;
}

export function createClient(engine: EngineConnection, output: Output): Client {
  let counter = 0;
  let running: string | null = null;
  const stop = engine.onPush((push) => {
    if (push.push === 'job' && push.job.id === running) output.progress(jobLine(push.job));
  });

  async function call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    counter += 1;
    const reply = await engine.call({ id: counter, method, params });
    if (!reply.ok) throw new CommandFailed(reply.failure);
    return reply.value as Result<M>;
  }

  return {
    call,
    async runJob(method, params) {
      const started = await call(method, params);
      running = started.id;
      try {
        const ended = await call('job.wait', { job: started.id });
        if (ended.failure !== null) throw new CommandFailed(ended.failure as Failure);
        return ended;
      } finally {
        running = null;
      }
    },
    interrupt() {
      if (running === null) return false;
      void call('job.cancel', { job: running });
      return true;
    },
    async close() {
      stop();
      await engine.close();
    },
  };
}
