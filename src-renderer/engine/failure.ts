import type { Failure } from '../../src-main/contract/index.ts';

/** A Failure on its way through react-query, which carries errors as thrown values. */
export class EngineFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** The Failure inside anything that a query or action rejected with; `internal` for what is not one. */
export function failureOf(error: unknown): Failure {
  if (error instanceof EngineFailure) return error.failure;
  return { code: 'internal', detail: { subject: error instanceof Error ? error.message : String(error) } };
}
