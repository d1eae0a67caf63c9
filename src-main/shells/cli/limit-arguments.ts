import { positiveInteger, positiveNumber } from './arguments.ts';
import type { Input, OptionHelp } from './command.ts';

/** Options that raise what may be unpacked from an exhibit. */
export const limitOptions = {
  'max-ratio': { type: 'string', value: 'N', help: 'largest ratio of unpacked to packed bytes of one archive entry' },
  'max-bytes': { type: 'string', value: 'N', help: 'most unpacked bytes in all; k, M, G, T allowed' },
  'max-entries': { type: 'string', value: 'N', help: 'most entries of archives in all' },
} as const satisfies Readonly<Record<string, OptionHelp>>;

/** The limits that were given; those that were not are left out. */
export function readLimits(input: Input): {
  readonly ratio?: number;
  readonly totalBytes?: number;
  readonly entries?: number;
} {
  const ratio = positiveNumber(input, 'max-ratio');
  const totalBytes = positiveNumber(input, 'max-bytes');
  const entries = positiveInteger(input, 'max-entries');
  return {
    ...(ratio === null ? {} : { ratio }),
    ...(totalBytes === null ? {} : { totalBytes }),
    ...(entries === null ? {} : { entries }),
  };
}
