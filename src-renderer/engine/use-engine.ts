import {
  keepPreviousData,
  skipToken,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { MethodName, Params, Result } from '../../src-main/contract/index.ts';
import { transport } from '../transport/index.ts';
import { EngineFailure } from './failure.ts';
import { STALE_BY } from './stale.ts';

/** Calls a method and throws an EngineFailure where the reply is not ok. */
export async function ask<M extends MethodName>(
  method: M,
  params: Params<M>,
  signal?: AbortSignal,
): Promise<Result<M>> {
  const reply = await transport.call(method, params, signal);
  if (!reply.ok) throw new EngineFailure(reply.failure);
  return reply.value;
}

/**
 * The current answer of a method; asked again when a push says that the case has changed. Null params ask nothing. `keptMs`:
 * how long the answer is held once nothing shows it.
 */
export function useEngine<M extends MethodName>(
  method: M,
  params: Params<M> | null,
  options: { readonly keepPrevious?: boolean | ((of: Params<M>) => boolean); readonly keptMs?: number } = {},
): UseQueryResult<Result<M>> {
  return useQuery<Result<M>>({
    queryKey: [method, params],
    queryFn: params === null ? skipToken : ({ signal }) => ask(method, params, signal),
    ...(STALE_BY[method] === 'outside' ? { staleTime: 0 } : {}),
    ...(options.keptMs === undefined ? {} : { gcTime: options.keptMs }),
    ...keptBefore(options.keepPrevious),
  });
}

/** The answer before, given until the one asked for comes: always, or where the question that it answers is one that will do. */
function keptBefore<M extends MethodName>(
  keep: boolean | ((of: Params<M>) => boolean) | undefined,
): Pick<UseQueryOptions<Result<M>>, 'placeholderData'> {
  if (keep === undefined || keep === false) return {};
  if (keep === true) return { placeholderData: keepPreviousData };
  return {
    placeholderData: (data, query) => {
      const of = query?.queryKey[1] as Params<M> | null | undefined;
      return of !== null && of !== undefined && keep(of) ? data : undefined;
    },
  };
}

/** Something the examiner does. */
export function useAction<M extends MethodName>(method: M): UseMutationResult<Result<M>, Error, Params<M>> {
  return useMutation({ mutationFn: (params: Params<M>) => ask(method, params) });
}
