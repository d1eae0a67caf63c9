import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SOFTWARE } from './software.ts';

it('states the version of the package', () => {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(SOFTWARE.version).toBe((JSON.parse(file) as { readonly version: string }).version);
});
