import { Sql, sql } from '../../sqlite/index.ts';

/** A condition that the column holds the text anywhere; ASCII letters in either case. `%` and `_` are themselves. */
export function containsText(column: string, text: string): Sql {
  const pattern = `%${text.replace(/[\\%_]/gu, (sign) => `\\${sign}`)}%`;
  return sql`${new Sql(column)} LIKE ${pattern} ESCAPE '\\'`;
}
