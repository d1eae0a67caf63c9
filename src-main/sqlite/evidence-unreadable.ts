/**
 * Why an evidence database cannot be read. `not-sqlite`: other bytes. `encrypted-or-not-sqlite`: no readable header and
 * bytes that look random. `damaged`: SQLite or the page reader met an impossible structure. `schema-unsupported`: the
 * schema or a statement needs what this build lacks. `file-unreadable`: the operating system refused.
 */
export type UnreadableCode =
  'not-sqlite' | 'encrypted-or-not-sqlite' | 'damaged' | 'schema-unsupported' | 'file-unreadable';

/** Thrown for what an evidence file contains, never for a defect of ours; callers turn it into an issue. */
export class EvidenceUnreadable extends Error {
  readonly code: UnreadableCode;
  readonly detail: string;

  constructor(code: UnreadableCode, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.name = 'EvidenceUnreadable';
    this.code = code;
    this.detail = detail;
  }
}
