import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
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

// The compiler lists each glyph that it misses.
const LONGEST_REASON = 500;

// Nothing is read from this folder: both files are given from memory.
const WORKSPACE = path.resolve('/affiant-report');

/**
 * Sets one volume. `data` is what the template reads, as JSON; `clockS` the document's date in seconds since 1970.
 * Blocks while it works, some seconds for a volume. Throws for a template that does not compile: a defect.
 */
export function setVolume(data: string, clockS: number): WrittenPdf {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: readFonts() }], workspace: WORKSPACE });
  try {
    const main = path.join(WORKSPACE, 'main.typ');
    compiler.addSource(main, TEMPLATE);
    compiler.mapShadow(path.join(WORKSPACE, 'data.json'), Buffer.from(data, 'utf8'));
    const compiled = compiler.compile({ mainFilePath: main });
    const document = compiled.result;
    if (document === null) {
      const error = compiled.takeError();
      throw new Error(
        `the report's page layout does not compile: ${error === null ? '' : JSON.stringify(compiler.fetchDiagnostics(error))}`,
      );
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
  } finally {
    compiler.resetShadow();
    compiler.evictCache(0);
  }
}
