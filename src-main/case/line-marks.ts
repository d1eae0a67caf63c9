/** Marks that exporting tools put before each line of an answered message (`> `) and of a wording (`| `). */
const MARKS = /^(?:\| ?)?(?:> ?)?/gmu;

/** A text without the marks before its lines; null where it has none. */
export function withoutLineMarks(text: string): string | null {
  if (!/^[>|]/mu.test(text)) return null;
  return text.replace(MARKS, '');
}
