import type { Failure, FailureCode, MethodName, Params, Reply, Result } from '../contract/index.ts';

/** What one method answers: its value, or why not. */
export type Answer<M extends MethodName> = Reply<Result<M>> | Promise<Reply<Result<M>>>;

/** Methods that need no open case. */
export type Handlers<M extends MethodName> = { readonly [K in M]: (params: Params<K>) => Answer<K> };

/** Methods that are asked of the open case. */
export type CaseHandlers<S, M extends MethodName> = {
  readonly [K in M]: (session: S, params: Params<K>) => Answer<K>;
};

/** Wraps a value as a successful reply. */
export function done<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A failure as a reply; `detail.subject` names what it happened to. */
export function fail(
  code: FailureCode,
  detail: Readonly<Record<string, string | number>> = {},
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, detail } };
}
