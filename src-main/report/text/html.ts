import { segments } from './visible.ts';

/** Markup made by this floor. Strings from evidence become markup through `text` or `attribute` alone. */
export type Html = string & { readonly html: unique symbol };

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return /[&<>"']/u.test(text) ? text.replaceAll(/[&<>"']/gu, (character) => ENTITIES[character] ?? '') : text;
}

/** Text as markup: escaped, and every hidden character shown by its name. */
export function text(value: string): Html {
  const parts = segments(value);
  const first = parts[0];
  if (parts.length === 1 && first?.kind === 'run') return escape(first.text) as Html;
  return parts
    .map((part) => (part.kind === 'run' ? escape(part.text) : `<i class=u>${part.name}</i>`))
    .join('') as Html;
}

/** Evidence text that keeps its own direction and cannot turn that of its surroundings. */
export function isolated(value: string): Html {
  return `<bdi dir=auto>${text(value)}</bdi>` as Html;
}

type Value = Html | number | readonly Html[] | null;

/** A template whose holes take markup and numbers only, so that an unescaped string does not compile. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  let out = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    if (value !== null) out += Array.isArray(value) ? value.join('') : String(value);
    out += strings[index + 1] ?? '';
  }
  return out as Html;
}

/** Markup written in this floor's own files, never anything from evidence. */
export function own(markup: string): Html {
  return markup as Html;
}
