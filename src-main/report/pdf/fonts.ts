import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { FontCoverage } from './font-coverage.ts';

/** Font files of the packages that come with the program, in order of preference, and the families they are set by. */
const FILES = [
  'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'noto-sans/700Bold/NotoSans_700Bold.ttf',
  'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
  // Plex before Noto: it draws one glyph a letter, so that the text of the page can be searched.
  'ibm-plex-sans-arabic/400Regular/IBMPlexSansArabic_400Regular.ttf',
  'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  'noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf',
  'noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf',
  'noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf',
  'noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf',
  'noto-color-emoji/400Regular/NotoColorEmoji_400Regular.ttf',
  'noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf',
] as const;

const RENAMED = [
  ['Noto', 'Afid'],
  ['IBM', 'Afi'],
] as const;

const MONO = 'Afid Sans Mono';
const FAMILIES = [
  'Afid Sans',
  'Afid Sans SC',
  'Afid Sans KR',
  'Afi Plex Sans Arabic',
  'Afid Sans Arabic',
  'Afid Sans Hebrew',
  'Afid Sans Thai',
  'Afid Sans Devanagari',
  'Afid Sans Symbols 2',
  'Afid Color Emoji',
] as const;

/** Families in the order in which they are tried, for text and for the fixed-width face, which falls back to those. */
export const FONT_FAMILIES = { text: FAMILIES, mono: [MONO, ...FAMILIES] } as const;

/** Reads the fonts, some 45 MB. Throws when a package is missing: an installation without its fonts is a defect. */
export function readFonts(): Buffer[] {
  const { resolve } = createRequire(import.meta.url);
  return FILES.map((file) => renamed(readFileSync(resolve(`@expo-google-fonts/${file}`))));
}

let known: FontCoverage | null = null;

/** Which characters the text families have a glyph for; read once. */
export function fontCoverage(): FontCoverage {
  known ??= new FontCoverage(readFonts().slice(0, -1));
  return known;
}

/**
 * Gives a font family a name that no machine has. Typst also finds the machine's own fonts; a Noto of another version
 * installed there would otherwise stand in for ours, and the same report would have other bytes.
 */
function renamed(font: Buffer): Buffer {
  const tables = font.readUInt16BE(4);
  for (let index = 0; index < tables; index += 1) {
    const record = 12 + 16 * index;
    if (font.toString('latin1', record, record + 4) !== 'name') continue;
    const at = font.readUInt32BE(record + 8);
    const names = font.subarray(at, at + font.readUInt32BE(record + 12));
    for (const [from, to] of RENAMED) {
      replace(names, Buffer.from(from, 'latin1'), Buffer.from(to, 'latin1'));
      replace(names, Buffer.from(from, 'utf16le').swap16(), Buffer.from(to, 'utf16le').swap16());
    }
  }
  return font;
}

function replace(bytes: Buffer, from: Buffer, to: Buffer): void {
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + from.length)) to.copy(bytes, at);
}
