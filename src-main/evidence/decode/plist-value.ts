/** A reference inside a keyed archive. */
interface PlistUid {
  readonly uid: number;
}

/**
 * A value of a property list. Integers come as number where that is exact, else as bigint; dates as milliseconds UTC in
 * `dateMs`; dictionaries as maps in stored order.
 */
export type PlistValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | { readonly dateMs: number }
  | PlistUid
  | readonly PlistValue[]
  | PlistMap;

export type PlistMap = ReadonlyMap<string, PlistValue>;

/** The bytes are not a property list that can be read; `message` says where and why. */
export class PlistDamaged extends Error {}
