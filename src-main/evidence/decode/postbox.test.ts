import { expect, test } from 'vitest';
import { PostboxClasses } from './postbox.ts';

const classes = new PostboxClasses(['Known']);

test('a key that stands a hundred thousand times is read in the time of its bytes, each under a name of its own', () => {
  const count = 100_000;
  const began = performance.now();
  const { object, fault } = classes.read(Buffer.alloc(2 * count, Buffer.of(0, 11)));
  expect(Object.keys(object ?? {})).toHaveLength(count);
  expect(fault).toBeNull();
  // Looking each name up anew takes minutes.
  expect(performance.now() - began).toBeLessThan(5000);
});

test('an entry that is called as the class is, and is none, is kept', () => {
  expect(classes.read(Buffer.from('015f0007000000', 'hex')).object).toEqual({ _: '', '_~2': 7 });
  expect(classes.read(Buffer.from('015f060100000007000000', 'hex')).object).toEqual({ _: '', '_~2': [7] });
});
