/** What a text of JSON says and its value does not hold. */
export interface JsonDoubts {
  /** An object names a member more than once, of which a value keeps the last. */
  readonly hasRepeatedName: boolean;
  /** An escape stands for half of a character, which no encoding of texts holds. */
  readonly hasHalfCharacter: boolean;
}

/** `value`: what the text was read as. Takes time that grows with the text. */
export function doubtsOf(text: string, value: unknown): JsonDoubts {
  return { hasRepeatedName: namesIn(text) !== namesOf(value), hasHalfCharacter: hasHalf(text) };
}

/** How many members the objects of a text name: texts with a colon behind them. */
function namesIn(text: string): number {
  let count = 0;
  let at = text.indexOf('"');
  while (at !== -1) {
    let end = text.indexOf('"', at + 1);
    while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
    if (end === -1) return count;
    let next = end + 1;
    while (isSpace(text.charCodeAt(next))) next += 1;
    if (text[next] === ':') count += 1;
    at = text.indexOf('"', next);
  }
  return count;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === '\\') before -= 1;
  return (at - before) % 2 === 0;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** How many members the objects of a value have, however deep they lie. */
function namesOf(value: unknown): number {
  let count = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== 'object' || one === null) continue;
    const inner = Object.values(one);
    if (!Array.isArray(one)) count += inner.length;
    for (const part of inner) if (typeof part === 'object') left.push(part);
  }
  return count;
}

const HIGH = String.raw`\\u[dD][89abAB][\da-fA-F]{2}`;
const LOW = String.raw`\\u[dD][c-fC-F][\da-fA-F]{2}`;
const PAIRS = new RegExp(`\\\\\\\\|${HIGH}${LOW}`, 'gu');
const HALF = new RegExp(`${HIGH}|${LOW}`, 'u');

function hasHalf(text: string): boolean {
  return HALF.test(text) && HALF.test(text.replaceAll(PAIRS, ''));
}
