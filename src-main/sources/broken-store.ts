import type { EvidenceFile } from '../evidence/tree.ts';
import type { Issue } from '../model/index.ts';
import { storeIssue } from './store-issues.ts';

/** That a file bears the name of a store of messages and cannot be read. */
export function brokenStore({ path }: Pick<EvidenceFile, 'path'>): Issue {
  return storeIssue('error', 'database-damaged', path, 'The file bears the name of a message store, and cannot be read as a SQLite database: it is damaged or encrypted. Where it is listed among the locked files, its key opens it.'); // prettier-ignore
}
