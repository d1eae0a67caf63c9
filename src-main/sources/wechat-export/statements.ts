import type { Stored } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import type { Row } from './rows.ts';

/** The text or number of a member that stands by itself; null for anything else. */
export function plainOf({ text }: Row): string | number | boolean | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** Whether a text is JSON of any kind. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}

/** A whole number, or the digits of one; null for anything else. */
export function wholeIn(fields: JsonFields, name: string): number | null {
  const whole = fields.whole(name);
  if (whole !== null) return whole;
  const text = fields.peek(name);
  if (typeof text !== 'string' || !/^-?\d{1,15}$/u.test(text)) return null;
  fields.leave(name);
  return Number(text);
}

/** Digits or text of an identifier of the server; null for none, and for the unset marker 0. */
export function idIn(fields: JsonFields, name: string): string | null {
  const text = fields.text(name) ?? fields.whole(name)?.toString() ?? null;
  return text === null || text === '0' ? null : text;
}

/** Yes or no as the tools write it; null for neither. */
export function flagIn(fields: JsonFields, name: string): boolean | null {
  const flag = fields.flag(name);
  if (flag !== null) return flag;
  const text = fields.peek(name);
  if (text !== '1' && text !== '0') return null;
  fields.leave(name);
  return text === '1';
}

/** Values of a statement under names that say where they stood. Pictures in it are left out: they may be megabytes. */
export function carried(fields: JsonFields, prefix: string): Readonly<Record<string, Stored>> {
  fields.leave('avatar', 'groupAvatar', 'base64');
  return fields.rest(prefix);
}

/** The value as it stands, for issues. */
export function asWritten(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
