import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { only } from '../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../test/contract/read-source.ts';
import { signalAndroid } from './signal-android/index.ts';
import { signalDesktop } from './signal-desktop/index.ts';

test('exports in clear that nothing reads are named, one for all conversations of a tool', async () => {
  using folder = temporaryFolder();
  for (const chat of ['Ada', 'Bob']) {
    mkdirSync(join(folder.path, 'out', chat), { recursive: true });
    writeFileSync(join(folder.path, 'out', chat, 'chat.md'), '[2025-03-06 21:00:00] Me: hello\n');
    writeFileSync(join(folder.path, 'out', chat, 'data.json'), '{"date": "2025-03-06T21:00:00", "sender": "Me", "body": "hello", "quote": ""}\n'); // prettier-ignore
  }
  mkdirSync(join(folder.path, 'else'));
  writeFileSync(join(folder.path, 'else/data.json'), '{"date": "2025-03-06T21:00:00", "sender": "Me"}');
  writeFileSync(join(folder.path, 'SignalPlaintextBackup.xml'), '<?xml version="1.0"?><smses count="1"><sms body="hello"/></smses>'); // prettier-ignore
  const told = async (parser: typeof signalDesktop) => {
    const issues = only(await readAll(parser, folder.path), 'issue');
    return issues.map(({ code, where }) => [code, where]);
  };
  expect(await told(signalDesktop)).toEqual([['schema-unknown', 'out/Ada/data.json']]);
  expect(await told(signalAndroid)).toEqual([['schema-unknown', 'SignalPlaintextBackup.xml']]);
});
