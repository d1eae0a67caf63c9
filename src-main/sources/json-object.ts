import { JsonFields } from './json-fields.ts';

/** What a JSON reviver is told of a value beside name and value. Source: ECMAScript, JSON.parse source text access. */
interface RevivedFrom {
  readonly source?: string;
}

/** A number of so many digits may be beyond 2^53, one with an exponent beyond all; asking for the digits of each value takes ten times as long. */
const LONG_NUMBER = /[:,[]\s*-?(?:\d{16}|[\d.]{1,16}[eE])/u;

/**
 * Reads JSON in which whole numbers beyond 2^53, and those too large for any, stay the digits as stored (services number things with 64 bits).
 * Null for text that is no JSON object.
 */
export function parseObject(text: string): JsonFields | null {
  try {
    if (!LONG_NUMBER.test(text)) return JsonFields.of(JSON.parse(text) as unknown);
    const value = JSON.parse(text, (_name, one: unknown, from?: RevivedFrom): unknown =>
      typeof one === 'number' && !isExact(one) ? (from?.source ?? one) : one,
    ) as unknown;
    return JsonFields.of(value);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Neither a whole number beyond what JavaScript holds nor one that it takes for infinite. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
}
