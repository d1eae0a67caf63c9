import type { Issue } from '../../model/index.ts';
import { archiveIssue } from '../archive-entry.ts';
import type { IosFileEnd } from './ios-backup-file.ts';
import type { IosBackupRow } from './ios-backup-row.ts';

/** An issue and the kind by which it is counted. */
export interface Doubt {
  readonly issue: Issue;
  readonly kind: string;
}

/** Encrypted bytes behind the end of a file that a padding and a last block explain. */
const USUAL_BEHIND = 16;

/** What should be known of a file that is listed. `end` null: it lies there in plain. */
export function* doubtsOf(
  row: IosBackupRow,
  where: string,
  payloadBytes: number,
  sizeBytes: number,
  end: IosFileEnd | null,
): Generator<Doubt> {
  const doubt = (severity: Issue['severity'], code: Issue['code'], kind: string, detail: string): Doubt => ({
    issue: archiveIssue(severity, code, where, detail),
    kind,
  });
  if (!row.idFits)
    yield doubt('warning', 'archive-damaged', 'id', 'The payload does not bear the name that domain and path of the file give (SHA-1): the manifest may have been changed.'); // prettier-ignore
  if (row.isDamaged)
    yield doubt('warning', 'undecodable-payload', 'row', 'The description of the file in the manifest cannot be read; size and time of the file are not known from it.'); // prettier-ignore
  if (end !== null && end.rest > 0)
    yield doubt('error', 'archive-damaged', 'rest', `The payload is cut off inside a cipher block: its last ${end.rest} bytes cannot be decrypted.`); // prettier-ignore
  const { sizeBytes: stated } = row;
  if (stated === null) return;
  const behind = payloadBytes - sizeBytes;
  if (stated > sizeBytes)
    yield doubt('error', 'archive-damaged', 'short', `The payload ends after ${sizeBytes} of the ${stated} bytes that the manifest states.`); // prettier-ignore
  else if (stated < sizeBytes)
    yield doubt('warning', 'archive-damaged', 'long', `The payload holds ${sizeBytes} bytes and the manifest states ${stated}; all are kept.`); // prettier-ignore
  else if (end !== null && behind > USUAL_BEHIND)
    yield doubt('warning', 'archive-damaged', 'behind', `The payload goes on for ${behind} encrypted bytes behind the ${stated} that the manifest states; these are left out.`); // prettier-ignore
}
