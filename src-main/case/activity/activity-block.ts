/** Items in one block at most: 16 bytes each, 128 KiB. */
export const BLOCK_ITEMS = 8192;

/** What is counted and filtered, of one source's items that may be shown, in columns, by time and then id. */
export interface ActivityBlock {
  /** `item.sort_ms`. */
  readonly times: Float64Array;
  /** `activity_sender.id`: conversation, sender and facet as one number. */
  readonly groups: Uint32Array;
  readonly ids: Uint32Array;
}

/** Columns as the case stores them: numbers in the byte order of every processor the product runs on, low byte first. */
export interface StoredBlock {
  readonly times: Uint8Array;
  readonly groups: Uint8Array;
  readonly ids: Uint8Array;
}

export function encodeBlock({ times, groups, ids }: ActivityBlock): StoredBlock {
  return { times: bytesOf(times), groups: bytesOf(groups), ids: bytesOf(ids) };
}

export function decodeBlock({ times, groups, ids }: StoredBlock): ActivityBlock {
  return {
    times: new Float64Array(...placed(times, 8)),
    groups: new Uint32Array(...placed(groups, 4)),
    ids: new Uint32Array(...placed(ids, 4)),
  };
}

function bytesOf(column: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** Where a column lies, copied when it does not lie on a multiple of its numbers' width. */
function placed(bytes: Uint8Array, width: 4 | 8): [buffer: ArrayBufferLike, offset: number, length: number] {
  const whole = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  return [whole.buffer, whole.byteOffset, Math.floor(whole.byteLength / width)];
}
