/** Objects nested deeper than this are not looked into: no format that is read nests so deep. */
const DEEPEST = 32;

/** The texts of a run of JSON, each whole, those of JSON inside a text too; numbers as their digits. Nothing of a run that is no JSON. */
export function jsonTexts(run: string): readonly string[] {
  const texts: string[] = [];
  try {
    collect(JSON.parse(run), texts, 0);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return texts;
}

function collect(value: unknown, into: string[], depth: number): void {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    into.push(value);
    if (value.startsWith('{')) for (const one of jsonTexts(value)) into.push(one);
  } else if (typeof value === 'number') into.push(String(value));
  else if (typeof value === 'object' && value !== null)
    for (const one of Object.values(value)) collect(one, into, depth + 1);
}
