import { draftRequest, readLegal } from '../analysis/index.ts';
import { done, type CaseHandlers } from './answer.ts';
import type { Session } from './session.ts';

/** General information on legal process and drafts of requests, made from the case alone. */
export function legalHandlers(): CaseHandlers<Session, 'legal.account' | 'legal.draft'> {
  return {
    'legal.account': ({ file }, { account, filter, language }) => done(readLegal(file.db, account, filter, language)),
    'legal.draft': ({ file }, params) => done({ text: draftRequest(file, params) }),
  };
}
