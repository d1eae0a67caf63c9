import type { KeyInput, KeyView } from '../../../src-main/contract/index.ts';
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
    case 'derived':
      return m.locks.from.derived(from.exhibitReference, inputsText(from.inputs, m), from.by);
  }
}

/** What a key follows from, value by value, each with its place. */
function inputsText(inputs: readonly KeyInput[], m: Messages): string {
  return inputs.map((input) => inputText(input, m)).join(', ');
}

/** One value from which a key follows, and where it was found. */
export function inputText({ is, how, at, path }: KeyInput, m: Messages): string {
  const name = m.locks.inputs[is];
  return path === null || how === 'constant' ? m.locks.inputConstant(name, at) : m.locks.inputAt(name, at, path);
}
