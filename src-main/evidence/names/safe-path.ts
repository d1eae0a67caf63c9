/** A path made from a stored name, and what the name would have done elsewhere. */
export interface SafePath {
  /** `/`-separated, relative, without `.`, `..`, empty parts or NUL. Empty when the name holds nothing else. */
  readonly path: string;
  /** In words; empty for an ordinary name. `outside`: the name points out of its container. */
  readonly oddities: readonly { readonly kind: 'outside' | 'unusual'; readonly what: string }[];
}

/** Device names that Windows keeps for itself. Source: Microsoft Learn, "Naming Files, Paths, and Namespaces". */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** Controls, line separators, and characters that change the direction of the text around them. */
const CONTROLS = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;
/** Printable ASCII but for colon and backslash: tested first, for millions of names. */
const PLAIN = /^[ -9;-[\]-~]*$/;
const CAREFUL = /(?:^|\/)(?:\.{0,2}|(?:con|prn|aux|nul|com.|lpt.)(?:\.[^/]*)?)(?:\/|$)|[. ](?:\/|$)/i;

/**
 * Makes a stored name into a path. Nothing is ever written under it; it is kept harmless because people and scripts
 * will use it. Backslashes count as separators, as unpackers on Windows take them. `..` becomes `%2E%2E`, NUL `%00` and
 * the colon of a drive letter `%3A`; other characters stay.
 */
export function safePath(name: string): SafePath {
  if (PLAIN.test(name) && !CAREFUL.test(name)) return { path: name, oddities: [] };
  const oddities: SafePath['oddities'][number][] = [];
  const odd = (kind: 'outside' | 'unusual', what: string): void => {
    oddities.push({ kind, what });
  };
  let rest = name;
  if (rest.includes('\\')) odd('unusual', 'backslashes, read as separators');
  rest = rest.replaceAll('\\', '/');
  if (rest.includes('\0')) odd('unusual', 'a NUL character');
  rest = rest.replaceAll('\0', '%00');
  if (rest.startsWith('/')) odd('outside', 'an absolute path');
  if (/^[A-Za-z]:/.test(rest)) {
    odd('outside', 'a drive letter');
    rest = `${rest.slice(0, 1)}%3A${rest.slice(2)}`;
  }
  const parts = rest.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) odd('outside', 'a step to a folder above');
  if (parts.some((part) => RESERVED.test(part))) odd('unusual', 'a name reserved by Windows');
  if (parts.some((part) => /[. ]$/.test(part) && part !== '..')) odd('unusual', 'a part that ends in a dot or space');
  if (CONTROLS.test(rest)) odd('unusual', 'control or direction characters');
  return { path: parts.map((part) => (part === '..' ? '%2E%2E' : part)).join('/'), oddities };
}
