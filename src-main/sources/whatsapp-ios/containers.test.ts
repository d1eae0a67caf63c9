import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { binaryPlist } from '../../../fixtures/binary-plist.ts';
import { treeOf } from '../../evidence/index.ts';
import { detect } from './detect.ts';

const UUID = 'private/var/mobile/Containers/Shared/AppGroup/0D0C1B2A-0000-4000-8000-000000000000';

/** The label of a store that lies in this folder, whose container the system describes so. */
async function labelOf(folder: string, identifier: string | null): Promise<string | undefined> {
  const scratch = mkdtempSync(join(tmpdir(), 'affiant-containers-'));
  onTestFinished(() => {
    rmSync(scratch, { recursive: true, force: true });
  });
  const at = join(scratch, 'exhibit', folder);
  mkdirSync(at, { recursive: true });
  const db = new Database(join(at, 'ChatStorage.sqlite'));
  db.exec('CREATE TABLE ZWAMESSAGE (Z_PK INTEGER PRIMARY KEY)');
  db.close();
  if (identifier !== null)
    writeFileSync(
      join(at, '.com.apple.mobile_container_manager.metadata.plist'),
      binaryPlist({ MCMMetadataIdentifier: identifier }),
    );
  const tree = await treeOf(join(scratch, 'exhibit'), join(scratch, 'work'));
  const [found] = await detect(tree);
  tree.close();
  return found?.label;
}

it.each([
  [UUID, 'group.net.whatsapp.WhatsApp.shared', 'WhatsApp (iOS)'],
  [UUID, 'group.net.whatsapp.WhatsAppSMB.shared', 'WhatsApp Business (iOS)'],
  [UUID, 'net.whatsapp.WhatsAppSMB', 'WhatsApp Business (iOS)'],
  [UUID, 'group.com.example.second.shared', 'WhatsApp (iOS), group.com.example.second.shared'],
  [UUID, 'no identifier', 'WhatsApp (iOS)'],
  [UUID, null, 'WhatsApp (iOS)'],
  ['backup/AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared', null, 'WhatsApp Business (iOS)'],
  ['backup/AppDomainGroup-group.com.example.second.shared', null, 'WhatsApp (iOS), group.com.example.second.shared'],
])('a store in %s, described as %s, is of %s', async (folder, identifier, label) => {
  expect(await labelOf(folder, identifier)).toBe(label);
});
