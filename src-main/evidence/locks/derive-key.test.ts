import { pbkdf2Sync } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { deriverFor } from './derive-key.ts';

const PASSWORD = Buffer.from('pier 4');
const SALT = Buffer.from('salt');

it('gives what PBKDF2 gives', async () => {
  const derive = deriverFor({});
  expect(await derive(PASSWORD, SALT, 1000, 'sha1')).toEqual(pbkdf2Sync(PASSWORD, SALT, 1000, 32, 'sha1'));
});

it('says that it takes long, leaves others their turn, and ends when it is cancelled', async () => {
  const abort = new AbortController();
  const said: string[] = [];
  const derive = deriverFor({ signal: abort.signal, onDeriving: () => said.push('deriving') });
  const derived = derive(PASSWORD, SALT, 1_000_000, 'sha256').then(() => said.push('derived'));
  await setImmediate();
  said.push('others');
  abort.abort(new Error('cancelled'));
  await expect(derived).rejects.toThrow('cancelled');
  expect(said).toEqual(['deriving', 'others']);
});
