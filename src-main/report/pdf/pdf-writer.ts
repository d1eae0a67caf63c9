import { mkdirSync, openSync, readFileSync, rmSync, writeSync, closeSync } from 'node:fs';
import path from 'node:path';
import type { BagWriter } from '../bag/bag-writer.ts';
import type { Section } from '../document/section.ts';
import type { PrintedLine } from '../lines/printed-line.ts';
import type { LineHead } from '../line-order.ts';
import type { ReportRun, VolumeSetter } from '../report-request.ts';
import { words } from '../words.ts';
import { FONT_FAMILIES, fontCoverage } from './fonts.ts';
import { PageData } from './page-data.ts';
import { releaseMemory } from './release-memory.ts';
import { VolumePictures } from './volume-pictures.ts';
import { setVolume, type PdfStandard, type WrittenPdf } from './set-volume.ts';

/** Lines of a volume, UTF-16 units of its data, pixels of its pictures: memory while setting grows with each. */
const VOLUME_LINES = 1000;
const VOLUME_UNITS = 1_000_000;
const VOLUME_PIXELS = 40_000_000;

export interface PdfFront {
  readonly title: string;
  readonly subtitle: readonly string[];
  readonly headLeft: string;
  readonly headRight: string;
  readonly footLeft: string;
  readonly clockMs: number;
  readonly before: readonly Section[];
  readonly after: readonly Section[];
}

export interface PdfResult {
  readonly volumes: number;
  readonly standards: readonly PdfStandard[];
  /** Why a volume is not PDF/A; empty when each is. */
  readonly reasons: readonly string[];
}

interface Volume {
  readonly place: string;
  readonly firstLine: number;
  lastLine: number;
  /** Paths on disk. */
  readonly pictures: Set<string>;
}

/** Sets one volume after the other; before each, whoever waits for this thread gets a turn. */
const inThisThread: VolumeSetter = {
  atOnce: 1,
  async set(volume) {
    await releaseMemory();
    return setVolume(volume);
  },
};

/** Collects lines into volumes on disk, then sets them, so that memory holds no more than are set at a time. */
export class PdfWriter {
  readonly #bag: BagWriter;
  readonly #folder: string;
  readonly #data: PageData;
  readonly #pictures: VolumePictures;
  readonly #volumes: Volume[] = [];
  #descriptor: number | null = null;
  #lines = 0;
  #units = 0;
  #pixels = 0;
  #head: LineHead = { by: 'conversation', of: null };
  #headed = false;

  /** `folder` takes the collected lines until `finish` or `abandon`. */
  constructor(bag: BagWriter, folder: string) {
    this.#bag = bag;
    this.#folder = folder;
    this.#data = new PageData(fontCoverage());
    this.#pictures = new VolumePictures((href) => bag.placeOf(href));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** Lines that follow stand under this head. */
  head(head: LineHead): void {
    this.#head = head;
    this.#headed = false;
  }

  line(line: PrintedLine): void {
    const pictures = this.#pictures.of(line);
    const json = JSON.stringify(this.#data.line(line, pictures));
    const pixels = [...pictures.values()].reduce((sum, picture) => sum + picture.pixels, this.#pixels);
    const isFull = this.#lines >= VOLUME_LINES || this.#units + json.length > VOLUME_UNITS || pixels > VOLUME_PIXELS;
    if (this.#lines > 0 && isFull) this.#close();
    const volume = this.#open(line.number);
    for (const { file, pixels: more } of pictures.values()) {
      if (!volume.pictures.has(file)) this.#pixels += more;
      volume.pictures.add(file);
    }
    if (!this.#headed) {
      const head = JSON.stringify(this.#data.head(this.#head)).slice(0, -1);
      this.#put(`${this.#lines === 0 ? '' : ']},'}${head},"lines":[`);
      this.#headed = true;
    } else this.#put(',');
    this.#put(json);
    this.#lines += 1;
    volume.lastLine = line.number;
  }

  async finish(front: PdfFront, run: ReportRun): Promise<PdfResult> {
    if (this.#volumes.length === 0) this.#open(1);
    this.#close();
    const setter = run.volumes ?? inThisThread;
    const waiting = [...this.#volumes.entries()];
    const written: Omit<WrittenPdf, 'bytes'>[] = [];
    const take = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, volume] = next;
        run.signal?.throwIfAborted();
        run.progress?.({ phase: 'pdf', done: index, total: this.#volumes.length, unit: 'files' });
        const request = {
          data: this.#volumeJson(volume, index, front),
          pictures: [...volume.pictures],
          clockS: Math.floor(front.clockMs / 1000),
        };
        const { bytes, ...how } = await setter.set(request, run.signal);
        written[index] = how;
        await this.#bag.file(this.#name(index), (file) => {
          file.write(bytes);
        });
      }
    };
    const lanes = Array.from({ length: setter.atOnce }, async () => {
      try {
        await take();
      } finally {
        waiting.length = 0;
      }
    });
    // What still runs when one fails is waited for: nothing may write into a package that is being removed.
    const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    this.abandon();
    return {
      volumes: this.#volumes.length,
      standards: written.map(({ standard }) => standard),
      reasons: written.flatMap(({ why }) => why ?? []),
    };
  }

  abandon(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #name(index: number): string {
    return this.#volumes.length === 1 ? 'report.pdf' : `report-${String(index + 1).padStart(2, '0')}.pdf`;
  }

  #volumeJson(volume: Volume, index: number, front: PdfFront): string {
    const total = this.#volumes.length;
    const last = index === total - 1;
    const part =
      total === 1
        ? []
        : [
            `${words.volume} ${index + 1} ${words.of} ${total}: ${words.linesFrom} ${volume.firstLine} ${words.to} ${volume.lastLine}`,
          ];
    const sections = (list: readonly Section[]): unknown => list.map((section) => this.#data.section(section));
    const date = new Date(front.clockMs);
    const meta = {
      title: [front.title, ...part].join(' · '),
      titleText: this.#data.text(front.title),
      subtitle: [...(index === 0 ? front.subtitle : []), ...part].map((line) => this.#data.text(line)),
      headLeft: this.#data.text(front.headLeft),
      headRight: this.#data.text(front.headRight),
      footLeft: this.#data.text([front.footLeft, ...part].join(' · ')),
      date: [
        date.getUTCFullYear(),
        date.getUTCMonth() + 1,
        date.getUTCDate(),
        date.getUTCHours(),
        date.getUTCMinutes(),
        date.getUTCSeconds(),
      ],
      fonts: FONT_FAMILIES.text,
      mono: FONT_FAMILIES.mono,
      pageWord: words.pageOf,
      ofWord: words.of,
      none: words.none,
      notDrawn: words.pictureNotDrawn,
      pictureOf: words.pictureOf,
      noLines: words.noLines,
      lead: words.transcriptLead,
      transcript: words.parts.transcript,
    };
    const head = JSON.stringify({
      meta,
      front: index === 0 ? sections(front.before) : null,
      back: last ? sections(front.after) : null,
    }).slice(0, -1);
    return `${head},"conversations":[${readFileSync(volume.place, 'utf8')}]}`;
  }

  #open(firstLine: number): Volume {
    const current = this.#volumes.at(-1);
    if (this.#descriptor !== null && current !== undefined) return current;
    const volume = {
      place: path.join(this.#folder, `volume-${this.#volumes.length + 1}.json`),
      firstLine,
      lastLine: firstLine,
      pictures: new Set<string>(),
    };
    this.#volumes.push(volume);
    this.#descriptor = openSync(volume.place, 'wx');
    this.#lines = 0;
    this.#units = 0;
    this.#pixels = 0;
    this.#headed = false;
    return volume;
  }

  #close(): void {
    if (this.#descriptor === null) return;
    if (this.#lines > 0) this.#put(']}');
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #put(text: string): void {
    if (this.#descriptor === null) throw new Error('no volume is open');
    this.#units += text.length;
    writeSync(this.#descriptor, text);
  }
}
