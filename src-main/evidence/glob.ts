/** Expands `{a,b}` to the patterns it stands for; more than this many are refused. */
const MOST_ALTERNATIVES = 256;

/**
 * Compiles a glob: `*` within a path part, `**` across parts, `?` one character, `{a,b}` alternatives. Matching takes time
 * in proportion to pattern times path, whatever either holds. Throws for unbalanced or too many braces: a defect of the caller.
 */
export function compileGlob(pattern: string): { readonly prefix: string; matches(path: string): boolean } {
  const compiled = expand(pattern).map(compile);
  const prefix = commonPrefix(expand(pattern).map(fixedPrefix));
  return {
    prefix,
    matches: (path) => compiled.some(({ tokens, suffix }) => path.endsWith(suffix) && run(tokens, path)),
  };
}

type Token = { readonly is: 'char'; readonly char: string } | { readonly is: 'any' | 'star' | 'globstar' | 'folders' };

function expand(pattern: string): readonly string[] {
  const open = pattern.indexOf('{');
  if (open === -1) return [pattern];
  let depth = 0;
  const parts: string[] = [];
  let from = open + 1;
  for (let i = open; i < pattern.length; i += 1) {
    const char = pattern[i];
    if (char === '{') depth += 1;
    else if (char === ',' && depth === 1) {
      parts.push(pattern.slice(from, i));
      from = i + 1;
    } else if (char === '}' && --depth === 0) {
      parts.push(pattern.slice(from, i));
      const rest = pattern.slice(i + 1);
      const all = parts.flatMap((part) => expand(pattern.slice(0, open) + part + rest));
      if (all.length > MOST_ALTERNATIVES) throw new Error(`too many alternatives: ${pattern}`);
      return all;
    }
  }
  throw new Error(`a brace is not closed: ${pattern}`);
}

/** `suffix`: what every match ends in; rules out nearly all of a million paths at once. */
function compile(pattern: string): { readonly tokens: readonly Token[]; readonly suffix: string } {
  const tokens: Token[] = [];
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern[i] ?? '';
    if (char === '*' && pattern[i + 1] === '*') {
      // `**/` also stands for no folder at all.
      const whole = (i === 0 || pattern[i - 1] === '/') && pattern[i + 2] === '/';
      tokens.push({ is: whole ? 'folders' : 'globstar' });
      i += whole ? 2 : 1;
    } else if (char === '*') tokens.push({ is: 'star' });
    else if (char === '?') tokens.push({ is: 'any' });
    else tokens.push({ is: 'char', char });
  }
  const suffix = pattern.slice(
    Math.max(pattern.lastIndexOf('*'), pattern.lastIndexOf('?'), pattern.lastIndexOf('**/') + 2) + 1,
  );
  return { tokens, suffix };
}

/** Follows all ways through the pattern at once, one character of the path after the other. */
function run(tokens: readonly Token[], path: string): boolean {
  let states = new Set<number>();
  enter(tokens, states, 0);
  for (let i = 0; i < path.length && states.size > 0; i += 1) {
    const char = path[i] ?? '';
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token === undefined) continue;
      if (token.is === 'char') {
        if (token.char === char) enter(tokens, next, state + 1);
      } else if (token.is === 'any') {
        if (char !== '/') enter(tokens, next, state + 1);
      } else if (token.is === 'star') {
        if (char !== '/') enter(tokens, next, state);
      } else if (token.is === 'globstar') {
        enter(tokens, next, state);
      } else {
        next.add(state);
        if (char === '/') enter(tokens, next, state + 1);
      }
    }
    states = next;
  }
  return states.has(tokens.length);
}

/** Adds a state and those reached from it without a character. */
function enter(tokens: readonly Token[], states: Set<number>, state: number): void {
  for (let at = state; !states.has(at); at += 1) {
    states.add(at);
    const is = tokens[at]?.is;
    if (is === undefined || is === 'char' || is === 'any') return;
  }
}

function fixedPrefix(pattern: string): string {
  const special = pattern.search(/[*?]/);
  const fixed = special === -1 ? pattern : pattern.slice(0, special);
  return fixed.slice(0, fixed.lastIndexOf('/') + 1);
}

function commonPrefix(prefixes: readonly string[]): string {
  const first = prefixes[0] ?? '';
  return prefixes.every((prefix) => prefix === first) ? first : '';
}
