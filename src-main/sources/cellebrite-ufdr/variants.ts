import type { Variant } from '../parser.ts';

/**
 * What a report is, newest first. `xml`: models of it occur in tests of public readers, which we did not make; a whole report does
 * not. `with-dump`: the same with a database dump beside it. `protected`: not readable.
 */
export const variants: readonly Variant[] = [
  { name: 'with-dump', proof: 'published' },
  { name: 'xml', proof: 'published' },
  { name: 'protected', proof: 'unknown' },
];
