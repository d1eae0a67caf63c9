import { decodeXml, readXml, XmlDamaged } from './xml.ts';

/** A value of an Android settings file. `long` comes as number where that is exact, else as bigint. */
type Preference = string | number | bigint | boolean | null | readonly string[];

/** What was read, and why reading stopped early; `damage` is null when the file is whole. */
export interface Preferences {
  readonly values: ReadonlyMap<string, Preference>;
  readonly damage: string | null;
}

/**
 * Reads an Android `shared_prefs` file: `<map>` of string, int, long, float, boolean, null and set. What was read before damage
 * is kept. Source: Android Open Source Project, com.android.internal.util.XmlUtils.writeMapXml. The newer binary form
 * (`ABX`) is damage.
 */
export function readPreferences(bytes: Uint8Array): Preferences {
  const values = new Map<string, Preference>();
  let text: { readonly name: string; value: string } | null = null;
  let set: { readonly name: string; readonly values: string[] } | null = null;
  let hasMap = false;
  try {
    for (const token of readXml(decodeXml(bytes))) {
      if (token.is === 'text') {
        if (text !== null) text.value += token.text;
      } else if (token.is === 'close') {
        if (token.name === 'string' && text !== null) {
          if (set === null) values.set(text.name, text.value);
          else set.values.push(text.value);
          text = null;
        } else if (token.name === 'set' && set !== null) {
          values.set(set.name, set.values);
          set = null;
        }
      } else if (token.name === 'map') {
        hasMap = true;
      } else {
        const name = token.attributes.get('name');
        if (token.name === 'string') {
          if (name === undefined && set === null) throw new XmlDamaged('a value has no name');
          text = { name: name ?? '', value: '' };
          if (token.empty) {
            if (set === null) values.set(text.name, '');
            else set.values.push('');
            text = null;
          }
        } else if (name === undefined) throw new XmlDamaged('a value has no name');
        else if (token.name === 'set') {
          if (token.empty) values.set(name, []);
          else set = { name, values: [] };
        } else values.set(name, scalar(token.name, token.attributes.get('value') ?? ''));
      }
    }
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    return { values, damage: error.message };
  }
  if (!hasMap) return { values, damage: 'no map was found' };
  return { values, damage: text === null && set === null ? null : 'the file is cut off' };
}

function scalar(type: string, value: string): Preference {
  if (type === 'null') return null;
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if ((type === 'int' || type === 'long') && /^-?\d{1,19}$/.test(value)) {
    const exact = Number(value);
    return Number.isSafeInteger(exact) ? exact : BigInt(value);
  }
  if (type === 'float' && value.trim() !== '' && (value === 'NaN' || !Number.isNaN(Number(value))))
    return Number(value);
  throw new XmlDamaged(`a ${type.slice(0, 20)} value is none`);
}
