import { splitHidden } from './visible.ts';

/** The first letter or digit of a name, as one character that is seen; `#` where there is none, such as in a number's `+`. */
export function initialOf(name: string): string {
  const seen = splitHidden(name)
    .map((run) => (run.kind === 'plain' ? run.text : ''))
    .join('');
  return /[\p{L}\p{N}]/u.exec(seen)?.[0].toUpperCase() ?? '#';
}
