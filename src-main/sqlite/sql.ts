/** What can be bound to a statement. Booleans are written as 0 and 1 by the caller. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** A piece of SQL with the values bound to its question marks, in order. */
export class Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];

  constructor(text: string, values: readonly SqlValue[] = []) {
    this.text = text;
    this.values = values;
  }
}

/**
 * Composes SQL: an interpolated `Sql` is put in place, any other value becomes a bound question mark. No value ever
 * becomes part of the text.
 */
export function sql(parts: TemplateStringsArray, ...inserted: readonly (Sql | SqlValue)[]): Sql {
  let text = parts[0] ?? '';
  const values: SqlValue[] = [];
  inserted.forEach((item, index) => {
    if (item instanceof Sql) {
      text += item.text;
      values.push(...item.values);
    } else {
      text += '?';
      values.push(item);
    }
    text += parts[index + 1] ?? '';
  });
  return new Sql(text, values);
}

/** Nothing: for an optional clause that is left out. */
export const noSql: Sql = new Sql('');

/** Fragments with a separator between them; `whenEmpty` when there is none. */
export function joinSql(
  fragments: readonly Sql[],
  separator: ', ' | ' AND ' | ' OR ' | ' UNION ALL ' | ' ',
  whenEmpty: Sql = noSql,
): Sql {
  if (fragments.length === 0) return whenEmpty;
  return new Sql(
    fragments.map((fragment) => fragment.text).join(separator),
    fragments.flatMap((fragment) => fragment.values),
  );
}

/** `(?, ?, …)` for an IN list; an empty list gives `()`, which SQLite reads as the empty set. */
export function listSql(values: readonly SqlValue[]): Sql {
  return new Sql(`(${values.map(() => '?').join(', ')})`, values);
}

/** The name in double quotes as SQL text. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
