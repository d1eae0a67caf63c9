import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted, Locator } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { integerOf, textOf } from './cells.ts';
import { isAccountJid } from './jid.ts';
import { readPreferences } from './preferences.ts';
import { ownerInPayload } from './push-name.ts';
import type { Reading } from './reading.ts';
import { absorb, rowOf } from './reading.ts';

/** How many rows are looked at for an inferred owner: enough to see that they agree. */
const SAMPLE_ROWS = 1000;

/** Finds whose phone this was: the app's preferences say so, otherwise messages that name their receiver let it be assumed. */
export async function* findOwner(
  reading: Reading,
  db: EvidenceDb | null,
  preferences: EvidenceFile | undefined,
): AsyncGenerator<Extracted> {
  if (preferences !== undefined) yield* claimFromPreferences(reading, preferences);
  if (reading.owner === null && db !== null) assumeFromMessages(reading, db);
  if (reading.owner === null && db !== null) {
    reading.issue(
      'warning',
      'owner-unknown',
      null,
      'ZWAMESSAGE',
      null,
      'no preferences and no message name the account of this phone; own messages have no sender',
    );
  }
  yield* reading.drain();
}

async function* claimFromPreferences(reading: Reading, file: EvidenceFile): AsyncGenerator<Extracted> {
  const found = await readPreferences(reading.run, file);
  if (typeof found === 'string') {
    reading.issue('warning', 'file-unreadable', null, file.path, null, `the preferences could not be read: ${found}`);
  } else if (found.owner !== null) {
    const { jid, key } = found.owner;
    const at = (path: string): Locator => ({ kind: 'node', file: file.sha256, path });
    reading.owner = jid;
    reading.accounts.claimOwner(jid, `the app's preferences, key ${key}`, false, at(key));
    if (found.name !== null)
      reading.accounts.name(jid, { name: found.name, givenBy: 'self', column: 'FullUserName' }, at('FullUserName'));
    if (found.about !== null) reading.accounts.carry(jid, 'CurrentStatusText', found.about, at('CurrentStatusText'));
  }
  yield* reading.drain();
}

/** The receiver of incoming messages and the identifier inside own messages' payloads; used only when all of them agree. */
function assumeFromMessages(reading: Reading, db: EvidenceDb): void {
  if (!db.has('ZWAMESSAGE', 'ZISFROMME')) return;
  const seen = new Map<string, number>();
  const note = (jid: string | null, pk: number | null): void => {
    if (jid !== null && pk !== null && isAccountJid(jid) && !seen.has(jid)) seen.set(jid, pk);
  };
  try {
    for (const [own, column] of [
      [0, 'ZTOJID'],
      [1, 'ZFROMJID'],
      [1, 'ZPUSHNAME'],
    ] as const) {
      if (!db.has('ZWAMESSAGE', column)) continue;
      const rows = db.arrays(
        `SELECT Z_PK, "${column}" FROM ZWAMESSAGE WHERE ZISFROMME = ${own} AND "${column}" IS NOT NULL LIMIT ${SAMPLE_ROWS}`,
      );
      for (const [pk, cell] of rows) {
        const text = textOf(cell);
        note(text === null || column !== 'ZPUSHNAME' ? text : ownerInPayload(text), integerOf(pk));
      }
    }
  } catch (error) {
    absorb(reading, error, 'ZWAMESSAGE', 'the owner was not looked for');
    return;
  }
  const [first, second] = [...seen];
  if (first === undefined || second !== undefined) return;
  const [jid, pk] = first;
  const at = rowOf(db.file, 'ZWAMESSAGE', pk);
  reading.owner = jid;
  reading.accounts.claimOwner(
    jid,
    "inferred: the account that messages of both directions name as this phone's own",
    true,
    at,
  );
  reading.issue(
    'note',
    'owner-assumed',
    { at: [at], state: 'live' },
    'ZWAMESSAGE',
    jid,
    'the owner was inferred from messages, because no preferences were found',
  );
}
