import type { SourceParser } from './parser.ts';

/** Every messenger format, one line each. */
export const parsers: readonly SourceParser[] = [];
