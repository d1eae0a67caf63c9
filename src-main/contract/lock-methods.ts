import { z } from 'zod';
import { KEY_FORMS, type KeyRing, type LockList } from './locks.ts';
import { id, method } from './method.ts';
import type { JobView } from './views.ts';

const path = z.string().min(1).max(4096);

/**
 * A key as it is given: typed, in a file of this machine, in a file of an exhibit, one of the key ring that is held, or one that
 * the lock offers, by its number among the offers from 1 on.
 */
const keySchema = z.union([
  z.strictObject({ typed: z.string().min(1).max(4096), form: z.enum(['password', 'hex']).optional() }),
  z.strictObject({ file: path, form: z.enum(KEY_FORMS).optional() }),
  z.strictObject({ exhibit: id, path }),
  z.strictObject({ key: id }),
  z.strictObject({ offer: id }),
]);

export type KeyParam = z.infer<typeof keySchema>;

const passphrase = z.string().min(1).max(1000);

/** Locks and keys. Values of keys go in and never come out. */
export const lockMethods = {
  'lock.list': method<LockList>()(z.strictObject({})),
  /** Looks for locked files in the exhibits where nobody did. */
  'lock.find': method<JobView>()(z.strictObject({})),
  /**
   * Opens a locked file; what comes out becomes files of its exhibit, in which sources and further locks are then looked
   * for. The job's result has `lock`, `files`, `sizeBytes`, `sources`, `locks` (numbers found) and `issues`; it fails with
   * `wrong-key`, `other-kind`, `unknown-settings`, `damaged`, `no-key` or `limit`.
   */
  'lock.open': method<JobView>()(z.strictObject({ lock: id, key: keySchema })),
  'key.list': method<KeyRing>()(z.strictObject({})),
  /** Keeps the values of held keys in the case, encrypted; the first time this chooses the passphrase. Fails with `wrong-key`. */
  'key.keep': method<KeyRing>()(z.strictObject({ keys: z.array(id).min(1).max(1000), passphrase })),
  /** Brings the kept values back into memory. Fails with `wrong-key`. */
  'key.recall': method<KeyRing>()(z.strictObject({ passphrase })),
  /** Forgets a value, in memory and in the case; that it was used stays known. */
  'key.forget': method<KeyRing>()(z.strictObject({ key: id })),
} as const;
