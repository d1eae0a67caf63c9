/**
 * Where a regular expression that the engine refuses goes wrong, in UTF-16 units; null where it cannot be told. Looks for
 * groups and sets that are not closed, what closes none, a quantifier after nothing, a loose brace, a backslash at the end.
 */
export function regexProblemAt(pattern: string): number | null {
  const groups: number[] = [];
  let set: number | null = null;
  let isAfterAtom = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern.charAt(at);
    if (sign === '\\') {
      if (at + 1 === pattern.length) return at;
      at += 1;
      isAfterAtom = true;
    } else if (set !== null) {
      if (sign === ']') {
        set = null;
        isAfterAtom = true;
      }
    } else if (sign === '[') set = at;
    else if (sign === '(') {
      groups.push(at);
      const head = /^\((?:\?(?::|=|!|<=|<!|<[^>]*>))?/u.exec(pattern.slice(at))?.[0] ?? '(';
      at += head.length - 1;
      isAfterAtom = false;
    } else if (sign === ')') {
      if (groups.pop() === undefined) return at;
      isAfterAtom = true;
    } else if (sign === ']' || sign === '}') return at;
    else if (sign === '{') {
      const quantifier = /^\{\d+(?:,\d*)?\}\??/u.exec(pattern.slice(at))?.[0];
      if (quantifier === undefined || !isAfterAtom) return at;
      at += quantifier.length - 1;
      isAfterAtom = false;
    } else if (sign === '*' || sign === '+' || sign === '?') {
      if (!isAfterAtom) return at;
      if (pattern.charAt(at + 1) === '?') at += 1;
      isAfterAtom = false;
    } else isAfterAtom = sign !== '|';
  }
  return set ?? groups[0] ?? null;
}
