import type { Variant } from '../parser.ts';

/** The layouts of an export, newest first. All four occur in public files that we did not make. */
export const variants: readonly Variant[] = [
  { name: 'ios-bracket', proof: 'observed' },
  { name: 'android-dash', proof: 'observed' },
  { name: 'ios-colon', proof: 'observed' },
  { name: 'clipboard', proof: 'published' },
];
