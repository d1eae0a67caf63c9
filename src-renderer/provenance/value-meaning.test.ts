import { expect, it } from 'vitest';
import { meaningOf } from './value-meaning.ts';

const sent = { utcMs: 1, stored: '1741234567000', encoding: 'unix-ms', meaning: 'sent', zone: 'utc' } as const;
const sender = { account: 1, name: 'Ben', identifier: '447700900102@s.whatsapp.net', isOwner: false };
const item = { times: [sent], body: 'Ok', serverId: '3EB0C767D26A1D', sender };

it('names what a stored value is the same as, and nothing where values meet by chance', () => {
  const kinds = [1_741_234_567_000, '1741234567000', 'Ok', '3EB0C767D26A1D', sender.identifier, 1, '', null].map(
    (value) => meaningOf(value, item)?.kind ?? null,
  );
  expect(kinds).toEqual(['time', 'time', 'text', 'server-id', 'sender', null, null, null]);
  const early = { ...item, times: [{ ...sent, stored: '1' }] };
  expect([meaningOf(1, early), meaningOf('1741234567000', null)]).toEqual([null, null]);
});
