/** What the records of a pax header say; a record absent from it is absent here. */
interface PaxRecords {
  readonly name?: Uint8Array;
  readonly link?: Uint8Array;
  readonly size?: number;
  readonly modifiedMs?: number;
  readonly sparse?: boolean;
}

/**
 * Reads records of the form `length key=value\n`, where the length counts the whole record in bytes. Stops at the first
 * one that is not so. Source: POSIX.1-2017, pax, "pax Extended Header".
 */
export function readPax(data: Buffer): PaxRecords {
  let found: PaxRecords = {};
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    if (space === -1 || space - at > 10) break;
    const digits = data.toString('latin1', at, space);
    const length = /^\d+$/.test(digits) ? Number(digits) : 0;
    const end = at + length;
    if (end <= space + 1 || end > data.length) break;
    const equals = data.indexOf(0x3d, space);
    if (equals !== -1 && equals < end) {
      const value = data.subarray(equals + 1, end - 1);
      found = { ...found, ...record(data.toString('latin1', space + 1, equals), value) };
    }
    at = end;
  }
  return found;
}

function record(key: string, value: Buffer): PaxRecords {
  const digits = value.toString('latin1');
  if (key === 'path') return { name: value };
  if (key === 'linkpath') return { link: value };
  if (key === 'size' && /^\d{1,15}$/.test(digits)) return { size: Number(digits) };
  if (key === 'mtime' && /^-?\d{1,12}(\.\d+)?$/.test(digits)) return { modifiedMs: Math.floor(Number(digits) * 1000) };
  if (key.startsWith('GNU.sparse.')) return { sparse: true };
  return {};
}
