/** A column as its CREATE TABLE statement declares it. */
export interface DeclaredColumn {
  readonly name: string;
  /** The declared type as written, `''` when there is none. */
  readonly type: string;
  /** A virtual generated column has no bytes in the row. */
  readonly isVirtual: boolean;
}

export interface DeclaredTable {
  readonly columns: readonly DeclaredColumn[];
  readonly withoutRowid: boolean;
  /** Names of the primary key's columns, in key order. */
  readonly primaryKey: readonly string[];
  /** The primary key is ordered by bytes, upwards: no collation and no DESC stands anywhere in the statement. */
  readonly hasPlainKey: boolean;
  /** The column that is another name of the rowid and is stored as NULL; null when there is none. */
  readonly rowidColumn: string | null;
}

interface Token {
  readonly text: string;
  /** `word` is an unquoted name or keyword, `quoted` a name or string in any quotes, without them. */
  readonly kind: 'word' | 'quoted' | 'other';
}

const TOKEN =
  /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"]|"")*"|'(?:[^']|'')*'|`(?:[^`]|``)*`|\[[^\]]*\]|[\w$\u0080-\uffff]+|[^]/g;

/** Null when the text is not a CREATE TABLE statement with a column list. */
export function parseCreateTable(text: string): DeclaredTable | null {
  const tokens = tokenize(text);
  let at = 0;
  if (!isWord(tokens[at], 'CREATE')) return null;
  at += 1;
  if (isWord(tokens[at], 'TEMP') || isWord(tokens[at], 'TEMPORARY')) at += 1;
  if (!isWord(tokens[at], 'TABLE')) return null;
  const open = tokens.findIndex((token, index) => index > at && token.kind === 'other' && token.text === '(');
  if (open < 0) return null;
  const { items, end } = splitItems(tokens, open + 1);
  const options = tokens.slice(end + 1);
  const withoutRowid = options.some((token, index) => isWord(token, 'WITHOUT') && isWord(options[index + 1], 'ROWID'));

  const columns: DeclaredColumn[] = [];
  let primaryKey: readonly string[] = [];
  let rowidColumn: string | null = null;
  for (const item of items) {
    const [first] = item;
    if (first === undefined) continue;
    if (first.kind === 'word' && TABLE_CONSTRAINTS.has(first.text.toUpperCase())) {
      const key = tableKey(item);
      if (key === null) continue;
      primaryKey = key;
      const only = columns.find((column) => key.length === 1 && sameName(column.name, key[0] ?? ''));
      if (only !== undefined && sameName(only.type, 'INTEGER')) rowidColumn = only.name;
      continue;
    }
    const column = parseColumn(item);
    columns.push(column);
    if (column.key === 'none') continue;
    primaryKey = [column.name];
    if (sameName(column.type, 'INTEGER') && column.key === 'ascending') rowidColumn = column.name;
  }
  const hasPlainKey = !tokens.some((token) => isWord(token, 'COLLATE') || isWord(token, 'DESC'));
  return { columns, withoutRowid, primaryKey, hasPlainKey, rowidColumn: withoutRowid ? null : rowidColumn };
}

/** The name in `CREATE TABLE name (…`; null for every other statement, also for CREATE TABLE … AS and tables of another schema. */
export function tableNameOf(text: string): string | null {
  const tokens = tokenize(text);
  if (!isWord(tokens[0], 'CREATE') || !isWord(tokens[1], 'TABLE')) return null;
  const at = isWord(tokens[2], 'IF') && isWord(tokens[3], 'NOT') && isWord(tokens[4], 'EXISTS') ? 5 : 2;
  const [name, open] = [tokens[at], tokens[at + 1]];
  const isName = name !== undefined && name.kind !== 'other' && name.text !== '';
  return isName && open?.kind === 'other' && open.text === '(' ? name.text : null;
}

/** Names of the columns that have bytes in a row, in stored order: a WITHOUT ROWID table stores its key first. */
export function storedColumns(table: DeclaredTable): readonly string[] {
  const names = table.columns.filter((column) => !column.isVirtual).map((column) => column.name);
  if (!table.withoutRowid) return names;
  const key = [...new Set(table.primaryKey.map((wanted) => names.find((name) => sameName(name, wanted)) ?? wanted))];
  return [...key, ...names.filter((name) => !key.includes(name))];
}

/** Keywords that cannot be column names and begin a constraint of the table. Source: sqlite.org/lang_createtable.html. */
const TABLE_CONSTRAINTS = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN']);
const TYPE_ENDS = new Set([
  'CONSTRAINT',
  'PRIMARY',
  'NOT',
  'NULL',
  'UNIQUE',
  'CHECK',
  'DEFAULT',
  'COLLATE',
  'REFERENCES',
  'GENERATED',
  'AS',
  'ON',
]);

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [piece] of text.matchAll(TOKEN)) {
    const first = piece[0] ?? '';
    if (/\s/.test(first) || (piece.length > 1 && (piece.startsWith('--') || piece.startsWith('/*')))) continue;
    if (piece.length > 1 && '"\'`['.includes(first)) {
      const inner = piece.slice(1, -1);
      tokens.push({ kind: 'quoted', text: first === '[' ? inner : inner.replaceAll(first + first, first) });
    } else tokens.push({ kind: /[\w$\u0080-\uffff]/.test(first) ? 'word' : 'other', text: piece });
  }
  return tokens;
}

function splitItems(tokens: readonly Token[], from: number): { items: Token[][]; end: number } {
  const items: Token[][] = [[]];
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const mark = token.kind === 'other' ? token.text : '';
    if (mark === ')' && depth === 0) return { items, end: at };
    if (mark === '(') depth += 1;
    if (mark === ')') depth -= 1;
    if (mark === ',' && depth === 0) items.push([]);
    else items.at(-1)?.push(token);
  }
  return { items, end: tokens.length };
}

function parseColumn(item: readonly Token[]): DeclaredColumn & { readonly key: 'none' | 'ascending' | 'descending' } {
  const type: string[] = [];
  let at = 1;
  for (; at < item.length; at += 1) {
    const token = item[at];
    if (token === undefined || (token.kind === 'word' && TYPE_ENDS.has(token.text.toUpperCase()))) break;
    type.push(token.text);
  }
  let key: 'none' | 'ascending' | 'descending' = 'none';
  let isGenerated = false;
  let isStored = false;
  let depth = 0;
  for (; at < item.length; at += 1) {
    const token = item[at];
    if (token?.kind === 'other') depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    if (depth > 0) continue;
    if (isWord(token, 'PRIMARY') && isWord(item[at + 1], 'KEY'))
      key = isWord(item[at + 2], 'DESC') ? 'descending' : 'ascending';
    if (isWord(token, 'AS')) isGenerated = true;
    if (isWord(token, 'STORED')) isStored = true;
  }
  return { name: item[0]?.text ?? '', type: type.join(' '), isVirtual: isGenerated && !isStored, key };
}

/** The columns of a table's PRIMARY KEY constraint; null when the item has none. */
function tableKey(item: readonly Token[]): readonly string[] | null {
  const at = item.findIndex((token, index) => isWord(token, 'PRIMARY') && isWord(item[index + 1], 'KEY'));
  if (at < 0) return null;
  return splitItems(item, at + 3).items.flatMap(([first]) => (first === undefined ? [] : [first.text]));
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toUpperCase() === word;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
