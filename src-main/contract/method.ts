import { z } from 'zod';

/** A method of the contract: the schema its parameters must meet, and the type of its result. */
export interface Method<P extends z.ZodType = z.ZodType, R = unknown> {
  readonly params: P;
  readonly result?: R;
}

/** A method that answers with an `R`. */
export function method<R>() {
  return <P extends z.ZodType>(params: P): Method<P, R> => ({ params });
}

/** A number of the case database. */
export const id = z.number().int().positive();
