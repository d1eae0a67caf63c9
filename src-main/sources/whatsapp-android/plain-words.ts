/**
 * A text reduced to its letters, digits and symbols, so that a copy can be compared with an original whose case and
 * spacing it lost.
 */
export function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}]+/gu, '');
}
