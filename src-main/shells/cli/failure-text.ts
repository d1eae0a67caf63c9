import type { Failure, FailureCode } from '../../contract/index.ts';
import { safeText } from './safe-text.ts';

/** What happened and what can be done, by code; `%` stands for what it happened to. */
const SENTENCES: Readonly<Record<FailureCode, string>> = {
  'unknown-method': 'the engine does not know the method %',
  'bad-parameters': 'a parameter is malformed: %',
  'case-exists': 'there is a case or another file at % already; choose another folder',
  'case-not-found': 'there is no case at %; `affiant new` makes one',
  'case-not-open': 'no case is open',
  'case-older':
    'the case % was written by an earlier version of Affiant; open it once with this version, which brings it up to date',
  'case-newer': 'the case % was written by a newer version of Affiant; open it with that version',
  'case-locked': 'another process is writing to the case %; let it finish or close it',
  'case-read-only':
    'the case % cannot be written to; opening it adds to its custody log: grant write access to the folder, or open a copy of it',
  'path-not-found': 'there is nothing at %',
  'path-not-readable': 'this account may not read %',
  'path-not-allowed': 'the folder % is not empty; choose one that is, or that does not exist yet',
  'path-inside-case': '% lies inside the case folder, or holds it; evidence and cases are kept apart',
  'not-an-exhibit': '% is neither a folder, an archive nor a regular file',
  'reference-taken': 'an exhibit with the reference % is in the case already',
  'name-taken': 'there is a search called % in the case already; give it another name',
  'not-found': 'there is no % in this case',
  'source-locked': 'the source % is locked: open its file with affiant unlock',
  'wrong-key': 'the key does not open %',
  'other-kind': 'the key given is of another kind than % wants; nothing was changed',
  'unknown-settings':
    'the key does not open % with the settings that are known: it is wrong, or the settings are others; nothing was changed',
  damaged: 'what is locked in % is damaged; look for another copy of it',
  'no-key': 'what was given is no key of %; nothing was changed',
  limit: 'opening % would take more room than the limits of its exhibit allow; add the exhibit again with higher ones',
  'key-needed': 'the key of % is needed to read its files; give it again with affiant unlock',
  'opened-missing': 'what came out of % is no longer in the work folder of the case; open it again with affiant unlock',
  'exhibit-changed': 'the exhibit % differs from what was hashed when it was added; nothing more was read from it',
  'exhibit-missing': 'the exhibit is no longer at %; connect it again at that path',
  'query-invalid': 'the query cannot be read: %',
  'tag-taken': 'a tag of this case has % already',
  'count-changed': 'the filter lets another number through than was agreed to: %; nothing was changed',
  'too-many': 'more than % would be changed at once; narrow the filter',
  'report-exists': 'there is something at % already; choose another folder',
  'report-damaged': 'the report at % cannot be read',
  'report-unfinished': 'the writing of the report % was cut off; it has no seal: write it again',
  'disk-full': 'the disk is full; nothing of the open batch was kept',
  cancelled: 'cancelled; what had been committed before is kept',
  busy: 'another job is at work; wait for it or cancel it',
  internal: 'a defect in Affiant stopped this',
};

/** One line about a failure, safe for a terminal. */
export function failureText(failure: Failure): string {
  const subject = failure.detail.subject;
  const sentence = SENTENCES[failure.code].replace('%', () =>
    subject === undefined ? 'this' : safeText(String(subject)),
  );
  const rest = Object.entries(failure.detail)
    .filter(([name]) => name !== 'subject')
    .map(([name, value]) => `${name}: ${safeText(String(value))}`);
  return rest.length === 0 ? sentence : `${sentence} (${rest.join(', ')})`;
}
