import type { Variant } from '../parser.ts';

/**
 * How a collector wrote the messages, newest first. `lines`: one object a line; its messages occur in tests of a public client library,
 * taken from the service's documentation. `array`: the same objects in one array, inferred. `enveloped`: as the service hands them
 * out, enciphered for the company's key. `lists`: answers of the directory interface alone. `unreadable`: databases of the app itself.
 */
export const variants: readonly Variant[] = [
  { name: 'lines', proof: 'published' },
  { name: 'array', proof: 'inferred' },
  { name: 'lists', proof: 'published' },
  { name: 'enveloped', proof: 'unknown' },
  { name: 'unreadable', proof: 'unknown' },
];
