import {
  addNote,
  bookmarkItems,
  changeNote,
  changeTag,
  createTag,
  importTags,
  getItem,
  listNotes,
  listTags,
  listUnfound,
  nextUntagged,
  readProgress,
  removeNote,
  removeTag,
  tagItems,
  touchedItems,
  undoMarks,
  type Hand,
} from '../case/index.ts';
import type { MarkChange, MarkedItem, Reply } from '../contract/index.ts';
import { done, fail, type CaseHandlers } from './answer.ts';
import { definedOnly } from './defined-only.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';
import { isWriting } from './writing-jobs.ts';

type Changing =
  | 'tag.create'
  | 'tag.change'
  | 'tag.import'
  | 'tag.remove'
  | 'item.tag'
  | 'item.bookmark'
  | 'mark.undo'
  | 'note.add'
  | 'note.change'
  | 'note.remove';

type Methods = Changing | 'tag.list' | 'mark.unfound' | 'note.list' | 'review.progress' | 'review.next';

/** What examiners say of records; each change is entered in the custody log. */
export function markHandlers(desk: Desk): CaseHandlers<Session, Methods> {
  type Db = Session['file']['db'];
  const make = <T>(
    { file }: Session,
    work: (db: Db, hand: Hand) => T,
    touched: (value: T) => readonly MarkedItem[] | null,
  ): Reply<T> => {
    if (isWriting(desk)) return fail('busy', { subject: file.path });
    const value = work(file.db, { actor: desk.actor, atMs: desk.clock() });
    const marked = touched(value);
    desk.push({ push: 'case-changed', what: 'marks', ...(marked !== null && { marked }) });
    return done(value);
  };
  const change = (session: Session, work: (db: Db, hand: Hand) => MarkChange): Reply<MarkChange> =>
    make(session, work, ({ change: entry }) => (entry === null ? [] : touchedItems(session.file.db, entry)));
  return {
    'tag.list': ({ file }) => done(listTags(file.db)),
    'tag.create': (session, { name, colour, key, meaning }) =>
      make(
        session,
        (db, hand) => createTag(db, hand, { name, colour, key: key ?? null, meaning: meaning ?? '' }),
        () => [],
      ),
    'tag.import': (session, { tags }) =>
      make(
        session,
        (db, hand) => importTags(db, hand, tags),
        () => [],
      ),
    'tag.change': (session, { tag, ...parts }) =>
      make(
        session,
        (db, hand) => changeTag(db, hand, tag, definedOnly(parts)),
        () => null,
      ),
    'tag.remove': (session, { tag }) => change(session, (db, hand) => removeTag(db, hand, tag)),
    'item.tag': (session, { tag, on, ...chosen }) => change(session, (db, hand) => tagItems(db, hand, tag, on, chosen)),
    'item.bookmark': (session, { on, items }) => change(session, (db, hand) => bookmarkItems(db, hand, on, items)),
    'mark.undo': (session, params) => change(session, (db, hand) => undoMarks(db, hand, params.change)),
    'mark.unfound': ({ file }, { after, limit }) => done(listUnfound(file.db, after ?? 0, limit)),
    'note.list'({ file }, { item }) {
      getItem(file.db, item);
      return done(listNotes(file.db, item));
    },
    'note.add': (session, { item, text }) => change(session, (db, hand) => addNote(db, hand, item, text)),
    'note.change': (session, { note, text }) => change(session, (db, hand) => changeNote(db, hand, note, text)),
    'note.remove': (session, { note }) => change(session, (db, hand) => removeNote(db, hand, note)),
    'review.progress': ({ file }, { filter }) => done(readProgress(file.db, filter)),
    'review.next': ({ file }, { filter, from }) => done({ item: nextUntagged(file.db, filter, from ?? null) }),
  };
}
