import type { Failure, FailureCode } from '../contract/index.ts';

/** A failure on its way to the reply: thrown by this floor, turned into `Reply` by the api, never shown as a defect. */
export class CaseFailure extends Error {
  readonly failure: Failure;

  constructor(code: FailureCode, detail: Readonly<Record<string, string | number>>) {
    super(`${code} ${JSON.stringify(detail)}`);
    this.name = 'CaseFailure';
    this.failure = { code, detail };
  }
}
