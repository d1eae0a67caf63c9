import {
  appendCustody,
  dropSealed,
  getKey,
  getLock,
  keepSealed,
  keyOfSeal,
  listKeys,
  listLocks,
  newSeal,
  hasSeal,
  readSeal,
  sealedValues,
  sealValue,
  unsealValue,
  unsearchedExhibits,
  type KeptKey,
  type KeptLock,
} from '../case/index.ts';
import type { KeyRing, LockView } from '../contract/index.ts';
import { done, fail, type CaseHandlers } from './answer.ts';
import { startCaseJob } from './case-jobs.ts';
import type { Desk } from './desk.ts';
import { givenKey } from './given-key.ts';
import type { Session } from './session.ts';
import { isWriting } from './writing-jobs.ts';

type Methods = 'lock.list' | 'lock.find' | 'lock.open' | 'key.list' | 'key.keep' | 'key.recall' | 'key.forget';

/** Locked files and the keys that open them. Values of keys stay in memory, unless the examiner has them kept. */
export function lockHandlers(desk: Desk): CaseHandlers<Session, Methods> {
  const note = (session: Session, action: string, parameters: Readonly<Record<string, unknown>>): void => {
    appendCustody(session.file.db, desk.clock(), { actor: desk.actor, action, parameters, result: {} });
    desk.push({ push: 'case-changed', what: 'locks' });
  };

  return {
    'lock.list': ({ file }) =>
      done({
        locks: listLocks(file.db).map((lock) => viewOf(lock, file.secrets.has(lock.id))),
        unsearched: unsearchedExhibits(file.db),
      }),
    'lock.find': (session) =>
      done(
        startCaseJob(desk, session, {
          kind: 'find-locks',
          subject: session.file.path,
          request: { job: 'find-locks' },
          action: 'lock.find',
          parameters: {},
        }),
      ),
    async 'lock.open'(session, { lock: id, key: param }) {
      const lock = getLock(session.file.db, id);
      const key = await givenKey(session, lock, param, desk.actor);
      const { exhibitReference, path, kind } = lock;
      const { form, fingerprint, from } = key;
      const bytes = Buffer.from(key.bytes);
      return done(
        startCaseJob(desk, session, {
          kind: 'unlock',
          subject: path === '' ? exhibitReference : path,
          request: { job: 'unlock', lock: id, key: { ...key, bytes } },
          action: 'lock.open',
          parameters: { lock: id, exhibit: exhibitReference, path, kind, key: { form, fingerprint, from } },
          onHeld: ({ key: number }) => {
            session.keys.set(number, { form, bytes });
          },
        }),
      );
    },

    'key.list': (session) => done(ringOf(session)),
    async 'key.keep'(session, { keys, passphrase }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      const { db } = session.file;
      const values = keys.map((id) => ({ key: getKey(db, id), held: session.keys.get(id) }));
      const unheld = values.find(({ held }) => held === undefined);
      if (unheld !== undefined) return fail('key-needed', { subject: `key ${unheld.key.id}` });
      const known = readSeal(db);
      const ringKey = known === null ? null : await keyOfSeal(known, passphrase);
      if (known !== null && ringKey === null) return fail('wrong-key', { subject: 'key ring' });
      const made = known === null || ringKey === null ? await newSeal(passphrase) : { seal: known, key: ringKey };
      const sealed = values.flatMap(({ key, held }) =>
        held === undefined ? [] : [{ key: key.id, sealed: sealValue(made.key, held.bytes, aboutOf(key)) }],
      );
      keepSealed(db, made.seal, sealed);
      note(session, 'key.keep', { keys, fingerprints: values.map(({ key }) => key.fingerprint) });
      return done(ringOf(session));
    },
    async 'key.recall'(session, { passphrase }) {
      const { db } = session.file;
      const seal = readSeal(db);
      if (seal === null) return fail('not-found', { subject: 'kept keys' });
      const ringKey = await keyOfSeal(seal, passphrase);
      if (ringKey === null) return fail('wrong-key', { subject: 'key ring' });
      const recalled: number[] = [];
      const damaged: number[] = [];
      for (const { key, sealed } of sealedValues(db)) {
        const kept = getKey(db, key);
        const bytes = unsealValue(ringKey, sealed, aboutOf(kept));
        if (bytes === null) damaged.push(key);
        else {
          session.keys.set(key, { form: kept.form, bytes });
          recalled.push(key);
        }
      }
      note(session, 'key.recall', damaged.length === 0 ? { keys: recalled } : { keys: recalled, damaged });
      if (damaged.length > 0) return fail('damaged', { subject: `kept keys ${damaged.join(', ')}` });
      return done(ringOf(session));
    },
    'key.forget'(session, { key }) {
      if (isWriting(desk)) return fail('busy', { subject: session.file.path });
      const { fingerprint } = getKey(session.file.db, key);
      session.keys.get(key)?.bytes.fill(0);
      session.keys.delete(key);
      for (const { id, opened } of listLocks(session.file.db)) if (opened?.key === key) session.file.secrets.delete(id);
      dropSealed(session.file.db, key);
      note(session, 'key.forget', { key, fingerprint });
      return done(ringOf(session));
    },
  };
}

function viewOf({ needsKey, ...lock }: KeptLock, isHeld: boolean): LockView {
  return { ...lock, state: lock.opened === null ? 'locked' : needsKey && !isHeld ? 'key-needed' : 'opened' };
}

function ringOf({ file, keys }: Session): KeyRing {
  return {
    keys: listKeys(file.db).map((key) => ({ ...key, held: keys.has(key.id) })),
    hasPassphrase: hasSeal(file.db),
  };
}

/** What a sealed value belongs to: one moved to another key does not open. */
function aboutOf({ id, form, fingerprint }: KeptKey): string {
  return `${id} ${form} ${fingerprint}`;
}
