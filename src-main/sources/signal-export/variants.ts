import type { Variant } from '../parser.ts';

/** Forms of export by the tools that write them; each is read by what public code of its tool says. */
export const VARIANTS = [
  { name: 'signal-export-json', proof: 'published' },
  { name: 'signal-export-markdown', proof: 'published' },
  { name: 'sigtop-json', proof: 'published' },
  { name: 'sigtop-text', proof: 'published' },
  { name: 'sigtop-short', proof: 'published' },
  { name: 'backup-tools-text', proof: 'published' },
  { name: 'backup-tools-csv', proof: 'published' },
  { name: 'backup-tools-xml', proof: 'published' },
  { name: 'app-xml', proof: 'published' },
] as const satisfies readonly Variant[];
