import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { EvidenceUnreadable } from './evidence-unreadable.ts';
import { unreadable } from './sqlite-failure.ts';

const system = (code: string): Error => Object.assign(new Error(code), { code });

it.each(['SQLITE_FULL', 'SQLITE_NOMEM', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE'])(
  'does not blame the evidence for %s',
  (code) => {
    const error = new Database.SqliteError('no', code);
    expect(unreadable(error)).toBe(error);
  },
);

it.each(['ENOSPC', 'EMFILE', 'EDQUOT'])('does not blame the evidence for %s', (code) => {
  const error = system(code);
  expect(unreadable(error)).toBe(error);
});

it('says of damage that it is damage', () => {
  for (const code of ['SQLITE_CORRUPT', 'SQLITE_IOERR_READ', 'SQLITE_IOERR_SHORT_READ', 'SQLITE_NOTADB'])
    expect(unreadable(new Database.SqliteError('no', code))).toBeInstanceOf(EvidenceUnreadable);
  expect(unreadable(system('EIO'))).toBeInstanceOf(EvidenceUnreadable);
});
