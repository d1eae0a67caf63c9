import type { KeyView } from '../../../src-main/contract/index.ts';
import type { Messages } from '../../messages/en.ts';

/** Where the value of a key came from, in words. */
export function fromText({ from }: KeyView, m: Messages): string {
  switch (from.kind) {
    case 'typed':
      return m.locks.from.typed(from.by);
    case 'file':
      return m.locks.from.file(from.path, from.by);
    case 'exhibit':
      return m.locks.from.exhibit(from.exhibitReference, from.path, from.by);
  }
}
