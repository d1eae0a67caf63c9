import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { binaryPlist } from '../../fixtures/binary-plist.ts';
import { treeOf, type OpenTree } from './open-tree.ts';

const GROUPS = 'private/var/mobile/Containers/Shared/AppGroup';
const APPS = 'private/var/mobile/Containers/Data/Application';
const METADATA = '.com.apple.mobile_container_manager.metadata.plist';

let folder: string;
let tree: OpenTree;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-containers-'));
  const put = (path: string, data: Uint8Array): void => {
    mkdirSync(join(folder, 'phone', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'phone', path), data);
  };
  put(`${GROUPS}/0A/${METADATA}`, binaryPlist({ MCMMetadataIdentifier: 'group.net.example.chat' }));
  put(`${APPS}/0B/${METADATA}`, binaryPlist({ MCMMetadataIdentifier: 'net.example.chat' }));
  put(`${APPS}/0C/${METADATA}`, Buffer.from('bplist00 and nothing more'));
  put(`${APPS}/0D/${METADATA}`, binaryPlist({ MCMMetadataIdentifier: '../../no identifier' }));
  tree = await treeOf(join(folder, 'phone'), join(folder, 'work'));
});
afterAll(() => {
  tree.close();
  rmSync(folder, { recursive: true });
});

it.each([
  [`${GROUPS}/0A`, 'group.net.example.chat'],
  [`${GROUPS}/0A/deep/er/store.sqlite`, 'group.net.example.chat'],
  [`${APPS}/0B/Documents/store.sqlite`, 'net.example.chat'],
  [`${APPS}/0C/store.sqlite`, null],
  [`${APPS}/0D/store.sqlite`, null],
  [`${APPS}/0E/store.sqlite`, null],
  ['store.sqlite', null],
  ['x/Manifest.db!/AppDomainGroup-group.net.example.chat/store.sqlite', 'group.net.example.chat'],
  ['x/Manifest.db!/AppDomain-net.example.chat/Documents/store.sqlite', 'net.example.chat'],
  ['x/Manifest.db!/HomeDomain/Library/SMS/sms.db', null],
])('what lies at %s is of %s', async (path, container) => {
  expect(await tree.containerOf(path)).toBe(container);
});
