import { byIdentifier, byName, kindOf } from './said.ts';
import type { PersonStated, RoomStated } from './said.ts';

/*
 * What tbvdm/sigtop writes in all of its forms. Source: tbvdm/sigtop at ba5e72157b7767d067b225a3fe193288ae23b1d8, signal/recipient.go:
 * `name (detail)`, the detail being a number, a user name, an account id, or of a group its id.
 */
const NAMED = /^(.*) \(([^()]+)\)$/su;
/** Id of a group: 32 bytes in base64 for addresses, without its ending; of older groups bytes as digits. */
const GROUP = /^[\w-]{43}$/u;
const OLD_GROUP = /^[0-9a-f]{2,}$/u;
const UNKNOWN = 'Unknown';

/** An account by its detail, with its name; by the name alone where the tool wrote no detail. */
export function personOf(words: string | null, column: string): PersonStated | null {
  if (words === null || words === '') return null;
  const [, name = words, detail = ''] = NAMED.exec(words) ?? [];
  if (kindOf(detail) !== null) return byIdentifier(detail, name === UNKNOWN ? null : name, column);
  return words === UNKNOWN ? null : byName(words, column);
}

/** A conversation by the words for it in a text or a file's name. */
export function roomOf(words: string, column: string): RoomStated {
  const [, name = words, detail = ''] = NAMED.exec(words) ?? [];
  const title = name === UNKNOWN ? null : name;
  if (kindOf(detail) !== null)
    return { identifier: detail, title, type: 'one-to-one', partner: byIdentifier(detail, title, column) };
  if (GROUP.test(detail))
    return { identifier: `${detail.replaceAll('-', '+').replaceAll('_', '/')}=`, title, type: 'group', partner: null };
  if (OLD_GROUP.test(detail)) return { identifier: detail, title, type: 'group', partner: null };
  return { identifier: words, title: words, type: 'unknown', partner: null };
}
