import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readFonts } from './fonts.ts';
import { TEMPLATE } from './template.ts';

/** Standards in order of preference; the first under which the document can be written is used. */
const STANDARDS = ['a-3a', '1.7'] as const;

export type PdfStandard = (typeof STANDARDS)[number];

export interface WrittenPdf {
  readonly bytes: Uint8Array;
  readonly standard: PdfStandard;
  /** Why the first standard was not used; null when it was. */
  readonly why: string | null;
}

/** One volume, as plain data that crosses threads. */
export interface VolumeRequest {
  /** What the template reads, as JSON. */
  readonly data: string;
  /** Pictures on disk, PNG or JPEG, under whose last part of the path `data` names them. */
  readonly pictures: readonly string[];
  /** The document's date, seconds since 1970. */
  readonly clockS: number;
}

// The compiler lists each glyph that it misses.
const LONGEST_REASON = 500;

// Nothing is read from this folder: its files are given from memory.
const WORKSPACE = path.resolve('/affiant-report');

/**
 * Sets one volume. A picture that cannot be decoded is named in its place. Blocks while it works, some seconds for a
 * volume. Throws for a template that does not compile: a defect.
 */
export function setVolume({ data, pictures, clockS }: VolumeRequest): WrittenPdf {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: readFonts() }], workspace: WORKSPACE });
  try {
    const main = path.join(WORKSPACE, 'main.typ');
    compiler.addSource(main, TEMPLATE);
    compiler.mapShadow(path.join(WORKSPACE, 'data.json'), Buffer.from(data, 'utf8'));
    const broken = pictures.filter((file) => !canBeDrawn(compiler, file)).map((file) => path.basename(file));
    return write(compiler, clockS, main, broken.join(' '));
  } finally {
    compiler.resetShadow();
    compiler.evictCache(0);
  }
}

/** `broken` are the names of pictures that cannot be drawn, with spaces between them. */
function write(compiler: NodeCompiler, clockS: number, main: string, broken: string): WrittenPdf {
  const compiled = compiler.compile({ mainFilePath: main, inputs: { broken } });
  const document = compiled.result;
  if (document === null) {
    const error = compiled.takeError();
    const reasons = error === null ? '' : JSON.stringify(compiler.fetchDiagnostics(error));
    throw new Error(`the report's page layout does not compile: ${reasons}`);
  }
  let why: string | null = null;
  for (const standard of STANDARDS) {
    try {
      const bytes = compiler.pdf(document, { pdfStandard: standard, pdfTags: true, creationTimestamp: clockS });
      return { bytes, standard, why };
    } catch (error) {
      if (!(error instanceof Error) || standard === STANDARDS.at(-1)) throw error;
      why = error.message.slice(0, LONGEST_REASON);
    }
  }
  throw new Error('no standard to write by');
}

/** Whether a page with this picture alone can be set and written; makes the picture known to the compiler. */
function canBeDrawn(compiler: NodeCompiler, file: string): boolean {
  const name = path.basename(file);
  const page = path.join(WORKSPACE, `${name}.typ`);
  compiler.mapShadow(path.join(WORKSPACE, name), readFileSync(file));
  compiler.addSource(
    page,
    `#set page(width: 20pt, height: 20pt, margin: 1pt)\n#image("${name}", width: 9pt, alt: "picture")`,
  );
  const document = compiler.compile({ mainFilePath: page }).result;
  if (document === null) return false;
  try {
    compiler.pdf(document, { pdfStandard: STANDARDS[0], pdfTags: false, creationTimestamp: 0 });
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
