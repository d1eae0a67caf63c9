import { expect, test } from 'vitest';
import { tempCase } from './fixture-case.ts';
import { CaseWriter } from './index.ts';
import { appPlace } from './migrations/0130-app-place.ts';
import { addSource, answerQuestion, getSource, type NewSource } from './sources.ts';

const store: NewSource = {
  exhibit: 1,
  parser: 'whatsapp-text',
  revision: 1,
  label: 'WhatsApp exported conversation',
  variant: 'ios-bracket',
  proof: 'observed',
  root: 'exports',
  files: {},
  locked: null,
  questions: [],
};

function withFiles(files: Readonly<Record<string, string>>): NewSource {
  const all = Object.entries(files).map(([role, path]) => [
    role,
    { path, sha256: 'ab', sizeBytes: 1, modifiedMs: null },
  ]);
  return { ...store, files: Object.fromEntries(all) as NewSource['files'] };
}

test('stores alike in all but their files are sources of their own, and found again they are the same', () => {
  const { file, remove } = tempCase();
  try {
    const one = addSource(file.db, withFiles({ text: 'exports/a.txt' }));
    const other = addSource(file.db, withFiles({ text: 'exports/b.txt' }));
    expect(other).not.toBe(one);
    expect(addSource(file.db, withFiles({ text: 'exports/a.txt', contacts: 'exports/wa.db' }))).toBe(one);
    expect(addSource(file.db, withFiles({ text: 'exports/b.txt' }))).toBe(other);
    expect(addSource(file.db, withFiles({ text: 'exports/c.txt', contacts: 'exports/wa.db' }))).not.toBe(one);
  } finally {
    remove();
  }
});

test('an answer given after the source was read is said to wait until it is read again', () => {
  const { file, remove } = tempCase();
  const choices = ['day', 'month'].map((value) => ({ value, label: `${value} first` }));
  const asked = { id: 'order', text: 'Which comes first?', choices, default: 'day' };
  const read = (id: number, order: string): void => {
    const writer = CaseWriter.begin(file, id);
    writer.finishRecords({ onPhase: () => undefined, onJoined: () => undefined });
    writer.markIngested({ order });
  };
  try {
    const id = addSource(file.db, { ...withFiles({ text: 'a.txt' }), questions: [asked] });
    const state = (): unknown[] => {
      const [question] = getSource(file.db, id).questions;
      return [question?.answer, question?.applied, question?.isPending];
    };
    expect(state()).toEqual([null, null, false]);
    read(id, 'day');
    expect(state()).toEqual([null, 'day', false]);
    answerQuestion(file.db, id, 'order', 'month');
    expect(state()).toEqual(['month', 'day', true]);
    answerQuestion(file.db, id, 'order', 'day');
    expect(state()).toEqual(['day', 'day', false]);
    answerQuestion(file.db, id, 'order', 'month');
    read(id, 'month');
    expect(state()).toEqual(['month', 'month', false]);
    // As a case of an earlier version holds it.
    file.db.exec('UPDATE source SET read_answers = NULL');
    expect(state()).toEqual(['month', null, true]);
  } finally {
    remove();
  }
});

test('a source of a case of before says of its app nothing, until it is found again (migration 130)', () => {
  const { file, remove } = tempCase();
  const nothing = { container: null, containerId: null, package: null, user: null, userKind: null };
  const app = { ...nothing, package: 'com.whatsapp', user: '10', userKind: 'work-profile' };
  try {
    const id = addSource(file.db, withFiles({ text: 'a.txt' }));
    file.db.exec('ALTER TABLE source DROP COLUMN app');
    file.db.exec(appPlace.script);
    expect(getSource(file.db, id).app).toEqual(nothing);
    expect(addSource(file.db, { ...withFiles({ text: 'a.txt' }), app })).toBe(id);
    expect(getSource(file.db, id).app).toEqual(app);
  } finally {
    remove();
  }
});
