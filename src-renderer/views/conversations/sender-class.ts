const COLOURS = 8;

/** A colour for an account that depends on its identifier alone, so that it is the same in every view and every case. */
export function senderClass(identifier: string): string {
  let hash = 2_166_136_261;
  for (let index = 0; index < identifier.length; index += 1) {
    hash = Math.imul(hash ^ identifier.charCodeAt(index), 16_777_619) >>> 0;
  }
  return `sender-${hash % COLOURS}`;
}
