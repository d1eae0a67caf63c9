/** Which characters have a glyph in at least one of some fonts, read from their `cmap` tables (OpenType 1.9, cmap formats 4 and 12). */
export class FontCoverage {
  readonly #covered = new Uint8Array(0x110000 / 8);

  constructor(fonts: readonly Buffer[]) {
    for (const font of fonts) this.#readFont(font);
  }

  has(codePoint: number): boolean {
    return ((this.#covered[codePoint >> 3] ?? 0) & (1 << (codePoint & 7))) !== 0;
  }

  #add(from: number, to: number): void {
    for (let code = from; code <= Math.min(to, 0x10ffff); code += 1) {
      this.#covered[code >> 3] = (this.#covered[code >> 3] ?? 0) | (1 << (code & 7));
    }
  }

  #readFont(font: Buffer): void {
    const tables = font.readUInt16BE(4);
    for (let index = 0; index < tables; index += 1) {
      const record = 12 + 16 * index;
      if (font.toString('latin1', record, record + 4) === 'cmap')
        this.#readCmap(font.subarray(font.readUInt32BE(record + 8)));
    }
  }

  #readCmap(cmap: Buffer): void {
    const count = cmap.readUInt16BE(2);
    for (let index = 0; index < count; index += 1) {
      const subtable = cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4));
      const format = subtable.readUInt16BE(0);
      if (format === 12) this.#readFormat12(subtable);
      else if (format === 4) this.#readFormat4(subtable);
    }
  }

  #readFormat12(subtable: Buffer): void {
    const groups = subtable.readUInt32BE(12);
    for (let group = 0; group < groups; group += 1) {
      const at = 16 + 12 * group;
      const glyph = subtable.readUInt32BE(at + 8);
      this.#add(subtable.readUInt32BE(at) + (glyph === 0 ? 1 : 0), subtable.readUInt32BE(at + 4));
    }
  }

  #readFormat4(subtable: Buffer): void {
    const doubled = subtable.readUInt16BE(6);
    for (let at = 0; at < doubled; at += 2) {
      const end = subtable.readUInt16BE(14 + at);
      const start = subtable.readUInt16BE(16 + doubled + at);
      const delta = subtable.readUInt16BE(16 + 2 * doubled + at);
      const rangeAt = 16 + 3 * doubled + at;
      const offset = subtable.readUInt16BE(rangeAt);
      for (let code = start; code <= end && code !== 0xffff; code += 1) {
        const stored = offset === 0 ? code : subtable.readUInt16BE(rangeAt + offset + 2 * (code - start));
        const glyph = offset === 0 || stored !== 0 ? (stored + delta) & 0xffff : 0;
        if (glyph !== 0) this.#add(code, code);
      }
    }
  }
}
