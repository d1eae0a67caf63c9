/**
 * Where a file's bytes lie inside its exhibit, as a chain of steps from the outside in:
 * - `disk`: a file of a folder, by its path, or by the bytes of its path where these are not UTF-8; neither: the path under
 *   which the file is listed
 * - `self`: the exhibit is the file
 * - `zip`: an entry of a zip: offset of its local header, packed and unpacked size, method
 * - `run`: bytes as they are, from an offset on (tar entries)
 */
export type Step =
  | { readonly in: 'disk'; readonly nameHex: string | null; readonly path: string }
  | { readonly in: 'self' }
  | {
      readonly in: 'zip';
      readonly offset: number;
      readonly packed: number;
      readonly size: number;
      readonly method: number;
    }
  | { readonly in: 'run'; readonly offset: number; readonly size: number };

/** Steps as text for the case's file table, for example `z:1024,50,100,8` or `d:docs%2Finner.zip|z:…`. */
export function writePlace(steps: readonly Step[]): string {
  return steps.map(writeStep).join('|');
}

function writeStep(step: Step): string {
  switch (step.in) {
    case 'disk':
      return step.nameHex === null ? `d:${encodeURIComponent(step.path)}` : `x:${step.nameHex}`;
    case 'self':
      return 's:';
    case 'zip':
      return `z:${[step.offset, step.packed, step.size, step.method].join(',')}`;
    case 'run':
      return `r:${[step.offset, step.size].join(',')}`;
  }
}

/** Throws for text that `writePlace` did not write: such a case file is damaged. */
export function readPlace(place: string): readonly Step[] {
  return place.split('|').map((text) => {
    const rest = text.slice(2);
    switch (text.slice(0, 2)) {
      case 'd:':
        return { in: 'disk', nameHex: null, path: decodeURIComponent(rest) };
      case 'x:':
        return { in: 'disk', nameHex: rest, path: '' };
      case 's:':
        return { in: 'self' };
      case 'z:': {
        const [offset, packed, size, method] = numbers(rest, 4);
        return { in: 'zip', offset, packed, size, method } as Step;
      }
      case 'r:': {
        const [offset, size] = numbers(rest, 2);
        return { in: 'run', offset, size } as Step;
      }
      default:
        throw new Error(`not a place: ${place.slice(0, 100)}`);
    }
  });
}

function numbers(text: string, count: number): readonly number[] {
  const values = text.split(',').map(Number);
  if (values.length !== count || !values.every((value) => Number.isSafeInteger(value) && value >= 0))
    throw new Error(`not a place: ${text.slice(0, 100)}`);
  return values;
}
