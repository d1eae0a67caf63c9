import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { binaryPlist } from '../../fixtures/binary-plist.ts';
import { appPlaceOf } from './app-place.ts';
import { treeOf, type OpenTree } from './open-tree.ts';

const UUID = '0D0C1B2A-0000-4000-8000-000000000000';
const GROUP = `private/var/mobile/Containers/Shared/AppGroup/${UUID}`;
/** `<user id="999" type="android.os.usertype.profile.CLONE">` as Android 12 writes it. */
const CLONE = Buffer.from('4142580010' + '32ffff000475736572' + '6fffff00026964000003e7' + `2fffff0004${Buffer.from('type').toString('hex')}0021${Buffer.from('android.os.usertype.profile.CLONE').toString('hex')}` + '330000' + '11', 'hex'); // prettier-ignore

let folder: string;
let tree: OpenTree;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-app-place-'));
  const put = (path: string, data: Uint8Array | string): void => {
    mkdirSync(join(folder, 'phone', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'phone', path), data);
  };
  put(`${GROUP}/.com.apple.mobile_container_manager.metadata.plist`, binaryPlist({ MCMMetadataIdentifier: 'group.net.example.chat' })); // prettier-ignore
  put('Dump/data/system/users/10.xml', '<user id="10" type="android.os.usertype.profile.MANAGED"/>');
  put('Dump/data/system/users/999.xml', CLONE);
  tree = await treeOf(join(folder, 'phone'), join(folder, 'work'));
});
afterAll(() => {
  tree.close();
  rmSync(folder, { recursive: true });
});

const NOTHING = { container: null, containerId: null, package: null, user: null, userKind: null };

it.each([
  ['Dump/data/data/com.whatsapp/databases/msgstore.db', { package: 'com.whatsapp', user: '0' }],
  ['phone.ab!/data/data/com.whatsapp/databases/msgstore.db', { package: 'com.whatsapp', user: '0' }],
  ['data/com.whatsapp/databases/msgstore.db', { package: 'com.whatsapp', user: '0' }],
  ['Dump/data/user/10/com.tencent.mm/MicroMsg/x/EnMicroMsg.db', { package: 'com.tencent.mm', user: '10', userKind: 'work-profile' }],
  ['Dump/data/user_de/999/com.whatsapp/x.db', { package: 'com.whatsapp', user: '999', userKind: 'clone-profile' }],
  ['Dump/data_mirror/data_ce/null/95/com.whatsapp/x.db', { package: 'com.whatsapp', user: '95' }],
  [`${GROUP}/ChatStorage.sqlite`, { container: 'group.net.example.chat', containerId: UUID }],
  ['b/Manifest.db!/AppDomain-net.example.chat/Documents/x.db', { container: 'net.example.chat' }],
  ['sdcard/WhatsApp/Databases/msgstore.db.crypt15!/msgstore.db', {}],
  ['some.metadata/data.x/file.db', {}],
  ['sdcard/Android/data/com.whatsapp/files/x.db', {}],
])('what lies at %s belongs to %j', async (path, place) => {
  expect(await appPlaceOf(tree, path)).toEqual({ ...NOTHING, ...place });
}); // prettier-ignore
