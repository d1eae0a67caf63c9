import { rmSync } from 'node:fs';
import { posix } from 'node:path';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import type { FoundLock, OpenEnd, OpenEvent, Opener, OpenRequest } from './opener.ts';
import { readSmall } from './read-small.ts';
import { passingIn, settleWork } from './settle-work.ts';
import { LARGEST_METADATA, readSnapshotMetadata, recoveryKeyOf, snapshotKeys, type SnapshotMetadata } from './signal-snapshot-keys.ts'; // prettier-ignore
import { unlockSnapshot, type SnapshotUnlocked } from './unlock-signal-snapshot.ts';
import { withProgress } from './with-progress.ts';

/** The messages of a snapshot in a folder `SignalBackups`, as newer versions of Signal write it, opened by the recovery key. */
export const signalSnapshot: Opener = { kind: 'signal-snapshot', find, open };

/** As the apps call the folder. Source: signalapp/Signal-Android, backup/v2/local; signalapp/Signal-iOS, LocalFileBackupManager. */
const OWN_NAME = /(?:^|\/)signal-backups?-\d{4}(?:-\d\d){5}(?:-tmp)?\/main$/u;
const NEWEST_VERSION = 1;

async function* find(tree: EvidenceTree): AsyncGenerator<FoundLock> {
  for await (const file of tree.glob('**/main')) {
    const metadata = await metadataOf(tree, file);
    if (metadata === null && !OWN_NAME.test(file.path)) continue;
    const facts = metadata === null ? { header: 'damaged' } : { version: String(metadata.version) };
    yield { kind: 'signal-snapshot', file, facts, wants: ['password'] };
  }
}

/** What the file beside the messages says; null where it is missing or none. */
async function metadataOf(tree: EvidenceTree, { path }: EvidenceFile): Promise<SnapshotMetadata | null> {
  const file = await tree.get(posix.join(posix.dirname(path), 'metadata'));
  if (file === null || file.sizeBytes > LARGEST_METADATA) return null;
  return readSnapshotMetadata(await readSmall(tree, file));
}

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  const { tree, lock, limits, workDir, hashes, signal } = request;
  signal.throwIfAborted();
  const metadata = await metadataOf(tree, lock.file);
  if (metadata === null) return { ended: 'damaged', detail: NO_METADATA };
  const { version } = metadata;
  if (version > NEWEST_VERSION) return { ended: 'unknown-settings', detail: `The snapshot is of version ${version}, of which this program does not know how its messages are encrypted; nothing was opened.` }; // prettier-ignore
  const recoveryKey = request.key?.form === 'password' ? recoveryKeyOf(request.key.bytes.toString('utf8')) : null;
  if (recoveryKey === null) return { ended: 'no-key', detail: NO_KEY };
  const keys = snapshotKeys(recoveryKey, metadata);
  const source = await request.source(lock.file);
  const out = passingIn(workDir);
  try {
    const found = yield* withProgress(source, signal, (counted, tick) =>
      unlockSnapshot({ source: counted, keys, out, limits, hashes, tick }),
    );
    if (found.ended !== 'whole') return refusal(found.ended);
    const { digests, sizeBytes, iv } = found;
    settleWork(out, workDir, digests.sha256);
    yield {
      kind: 'file',
      path: 'main.binproto',
      ...digests,
      sizeBytes,
      modifiedMs: null,
      storedName: null,
      place: { in: 'work' },
      method: 'decrypted and unpacked (Signal, AES-256-CBC, whole file authenticated, gzip)',
    };
    return { ended: 'opened', secret: null, settings: settingsOf(metadata, iv, keys.backupId) };
  } finally {
    source.close();
    rmSync(out, { force: true });
  }
}

/** With what one needs, beside the key, to do the same by hand. */
function settingsOf({ version }: SnapshotMetadata, iv: Buffer, backupId: Buffer): Readonly<Record<string, string>> {
  return {
    cipher: 'AES-256-CBC, HMAC-SHA256',
    keyDerivation: 'HKDF-SHA256',
    version: String(version),
    iv: iv.toString('hex'),
    backupId: backupId.toString('hex'),
  };
}

const NO_METADATA =
  'The file metadata beside the messages is missing, damaged or of another form; without it no key can be derived, and nothing was opened.';
const NO_KEY =
  'The snapshot wants the recovery key of 64 letters and digits that the app showed when backups were switched on; what was given is not such a key.';

function refusal(ended: Exclude<SnapshotUnlocked['ended'], 'whole'>): OpenEnd {
  switch (ended) {
    case 'wrong-key':
      return {
        ended,
        detail:
          'The recovery key does not open the messages: neither their authentication value nor their beginning fits. It is another one, or the file metadata beside them was changed.',
      };
    case 'damaged':
      return {
        ended,
        detail:
          'The recovery key fits, and the authentication value of the messages does not hold: the file was changed, damaged or cut off. Nothing was opened.',
      };
    case 'cut-off':
      return {
        ended: 'damaged',
        detail:
          'The messages end within a block: the file is cut off or damaged, and whether the recovery key fits cannot be told. Nothing was opened.',
      };
    case 'not-packed':
      return {
        ended: 'damaged',
        detail: 'The messages are authentic, and what was encrypted cannot be unpacked. Nothing was opened.',
      };
    case 'limit':
      return {
        ended,
        detail:
          'The messages would unpack to more than the limits of this exhibit allow; nothing was opened. The limits can be raised.',
      };
  }
}
