import type { Variant } from '../parser.ts';

/** Forms of export by the tools that write them; each is read by what public code of its tool, or of one that reads it, says. */
export const variants: readonly Variant[] = [
  { name: 'weflow-json', proof: 'published' },
  { name: 'weflow-text', proof: 'published' },
  { name: 'chatlab-json', proof: 'published' },
  { name: 'chatlab-lines', proof: 'published' },
  { name: 'wetrace-plus-json', proof: 'published' },
  { name: 'keeper-json', proof: 'published' },
  { name: 'chatlog-json', proof: 'published' },
  { name: 'chatlog-csv', proof: 'published' },
  { name: 'wetrace-csv', proof: 'published' },
  { name: 'decrypt-json', proof: 'published' },
  { name: 'decrypt-csv', proof: 'published' },
  { name: 'pywxdump-json', proof: 'published' },
  { name: 'pywxdump-csv', proof: 'published' },
  { name: 'memotrace-csv', proof: 'published' },
  { name: 'memotrace-chat-csv', proof: 'published' },
  { name: 'weflow-pages', proof: 'published' },
  { name: 'exporter-pages', proof: 'published' },
];
