import { expect, test } from 'vitest';
import { mediaTypeOf } from './media-type.ts';

test.each([
  ['ffd8ffe000104a464946', 'image/jpeg'],
  ['89504e470d0a1a0a0000', 'image/png'],
  ['524946460000000057454250', 'image/webp'],
  ['000000186674797068656963', 'image/heic'],
  ['0000001866747970 6d703432', 'video/mp4'],
  ['0000001c667479704d344120', 'audio/mp4'],
  ['4f6767530002', 'audio/ogg'],
  ['2321414d520a', 'audio/amr'],
  ['7778676613', 'image/wxgf'],
  ['02232153494c4b5f5633', 'audio/silk'],
  ['232153494c4b5f5633', 'audio/silk'],
  ['fffb9064', 'audio/mpeg'],
  ['fff15080', 'audio/aac'],
  ['255044462d312e34', 'application/pdf'],
  ['3c68746d6c3e', null],
  ['3c737667', null],
  ['efbbbf3c737667', null],
  ['fffe3c0073007600', null],
  ['4d5a9000', null],
  ['', null],
])('%s is %s', (hex, type) => {
  expect(mediaTypeOf(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toBe(type);
});
