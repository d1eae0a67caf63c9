/** A run of bytes to send: first and last inclusive. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a Range header of one range (RFC 9110, 14.2) against a size in bytes.
 * Null: no range asked, or more than one, so the whole is sent. `unsatisfiable`: outside the file.
 */
export function readByteRange(header: string | null, sizeBytes: number): Run | null | 'unsatisfiable' {
  const match = header === null ? null : /^bytes=(\d{0,15})-(\d{0,15})$/u.exec(header.trim());
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  if (from === '') {
    const length = Number(to);
    return length === 0 || sizeBytes === 0
      ? 'unsatisfiable'
      : { first: Math.max(0, sizeBytes - length), last: sizeBytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  return first >= sizeBytes || last < first ? 'unsatisfiable' : { first, last };
}
