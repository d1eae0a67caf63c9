import { CaseFailure } from '../case-failure.ts';
import { tokensOf } from './fold.ts';

/**
 * A search as a tree. Words and phrases are the same once cut into tokens; `part` is text anywhere inside words, spaces
 * and punctuation included.
 */
export type Query =
  | { readonly op: 'phrase'; readonly tokens: readonly string[]; readonly prefix: boolean }
  | { readonly op: 'part'; readonly text: string }
  | { readonly op: 'and' | 'or' | 'not'; readonly left: Query; readonly right: Query };

type Token =
  | { readonly type: 'word' | 'quoted'; readonly text: string; readonly at: number; readonly star: boolean }
  | { readonly type: 'AND' | 'OR' | 'NOT' | '(' | ')'; readonly at: number };

const MOST_DEPTH = 50;

/**
 * Reads a query: words, "phrases", prefix*, *part of a word*, AND, OR, NOT in capitals, parentheses; words side by side
 * are joined by AND, which binds more than OR; NOT takes away from what stands before it. Fails with `query-invalid` and
 * the position in UTF-16 units.
 */
export function parseQuery(text: string): Query {
  const reader = new Reader(text, lex(text));
  return reader.whole();
}

function invalid(subject: string, position: number, reason: string): CaseFailure {
  return new CaseFailure('query-invalid', { subject, position, reason });
}

function lex(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|(?<sign>[()])|"(?<quoted>[^"]*)"(?<star>\*?)|(?<open>")|(?<word>[^\s()"]+)/gu;
  for (const match of text.matchAll(pattern)) {
    const at = match.index;
    const { sign, quoted, star, open, word } = match.groups ?? {};
    if (sign === '(' || sign === ')') tokens.push({ type: sign, at });
    else if (quoted !== undefined) tokens.push({ type: 'quoted', text: quoted, at, star: star === '*' });
    else if (open !== undefined) throw invalid(text, at, 'quote-not-closed');
    else if (word === 'AND' || word === 'OR' || word === 'NOT') tokens.push({ type: word, at });
    else if (word !== undefined) tokens.push({ type: 'word', text: word, at, star: false });
  }
  return tokens;
}

class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  whole(): Query {
    const query = this.#either();
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) throw invalid(this.#text, rest.at, 'parenthesis-not-open');
    return query;
  }

  #either(): Query {
    let left = this.#both();
    while (this.#take('OR')) left = { op: 'or', left, right: this.#both() };
    return left;
  }

  #both(): Query {
    let left = this.#one();
    for (;;) {
      const token = this.#tokens[this.#next];
      if (token === undefined || token.type === 'OR' || token.type === ')') return left;
      if (this.#take('NOT')) left = { op: 'not', left, right: this.#one() };
      else {
        this.#take('AND');
        if (this.#take('NOT')) left = { op: 'not', left, right: this.#one() };
        else left = { op: 'and', left, right: this.#one() };
      }
    }
  }

  #one(): Query {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw invalid(this.#text, this.#text.length, 'word-expected');
    this.#next += 1;
    switch (token.type) {
      case '(': {
        this.#depth += 1;
        if (this.#depth > MOST_DEPTH) throw invalid(this.#text, token.at, 'too-deep');
        const inner = this.#either();
        if (!this.#take(')')) throw invalid(this.#text, token.at, 'parenthesis-not-closed');
        this.#depth -= 1;
        return inner;
      }
      case 'word':
      case 'quoted':
        return leaf(this.#text, token);
      default:
        throw invalid(this.#text, token.at, 'word-expected');
    }
  }

  #take(type: Token['type']): boolean {
    if (this.#tokens[this.#next]?.type !== type) return false;
    this.#next += 1;
    return true;
  }
}

function leaf(query: string, token: Extract<Token, { readonly text: string }>): Query {
  const { text } = token;
  if (token.type === 'word' && text.length > 2 && text.startsWith('*') && text.endsWith('*'))
    return { op: 'part', text: text.slice(1, -1) };
  const prefix = token.star || (token.type === 'word' && text.endsWith('*'));
  const tokens = tokensOf(text);
  if (tokens.length === 0) {
    if (/[^*\s]/u.test(text)) return { op: 'part', text: text.replace(/\*$/u, '') };
    throw invalid(query, token.at, 'word-expected');
  }
  return { op: 'phrase', tokens, prefix };
}
