import { expect, test } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { kindOfPeer, peerIn, peerOf } from './peer-id.ts';

test('a number that is exact stands for the same peer as the same number of 64 bits', () => {
  const random = seededRandom(20_261_123);
  for (let round = 0; round < 20_000; round += 1) {
    const [kind, high, low] = [round % 8, Math.floor(random() * 2 ** 18), Math.floor(random() * 2 ** 32)];
    const value = (round % 3 === 0 ? 0 : high) * 2 ** 35 + kind * 2 ** 32 + (round % 97 === 0 ? 0 : low);
    const key = Buffer.alloc(20);
    key.writeBigInt64BE(BigInt(value));
    expect([peerOf(value), peerIn(key)]).toEqual([peerOf(BigInt(value)), peerOf(BigInt(value))]);
  }
  for (const value of [-1n, 1n << 62n, -(1n << 40n), 0x7fffffffn << 32n]) {
    const key = Buffer.alloc(20);
    key.writeBigInt64BE(value);
    expect(peerIn(key)).toBe(peerOf(value));
  }
});

test('the kind of an identifier is the letters before its number', () => {
  expect(['user1', 'secret-5', 'peer0', '7', '', 'chat'].map(kindOfPeer)).toEqual(['user', 'secret', 'peer', 'peer', 'peer', 'chat']); // prettier-ignore
});
