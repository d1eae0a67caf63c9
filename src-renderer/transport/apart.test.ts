import { expect, it } from 'vitest';
import type { Push } from '../../src-main/contract/index.ts';
import { keepingCasesApart } from './apart.ts';
import type { Transport } from './transport.ts';

it('gives one attachment another address in the next case', async () => {
  let tell: (push: Push) => void = () => undefined;
  const bare: Transport = {
    call: () => Promise.resolve({ ok: false, failure: { code: 'case-not-open', detail: {} } }),
    onPush: (listener) => {
      tell = listener;
      return () => undefined;
    },
    contentAddress: (attachment) => `/content/${attachment}`,
    pickPath: null,
    showPath: null,
    pathOfDropped: () => null,
  };
  const transport = keepingCasesApart(bare);
  const seen: string[] = [];
  transport.onPush(() => seen.push(transport.contentAddress(7, 'content')));
  const first = transport.contentAddress(7, 'content');
  await transport.call('case.info', {});
  expect(transport.contentAddress(7, 'content')).toBe(first);
  await transport.call('case.open', { path: '/b' });
  const second = transport.contentAddress(7, 'content');
  tell({ push: 'case-changed', what: 'items' });
  tell({ push: 'case-changed', what: 'case' });
  expect(new Set([first, ...seen]).size).toBe(3);
  expect(seen[0]).toBe(second);
});
