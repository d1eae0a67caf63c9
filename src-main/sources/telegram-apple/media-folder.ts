import type { Run } from '../parser.ts';
import { MEDIA_FOLDER } from './place.ts';

/** Ending of a file that was not loaded wholly. Source: TelegramMessenger/Telegram-iOS, MediaBox.swift. */
const PARTIAL = '_partial';

/** Files of the app's cache, by the name that a resource has. */
export class MediaFolder {
  readonly #paths: ReadonlyMap<string, readonly string[]>;

  constructor(paths: ReadonlyMap<string, readonly string[]>) {
    this.#paths = paths;
  }

  /** Lists the folder: names alone, whatever the ending behind them. */
  static async list(run: Run, root: string): Promise<MediaFolder> {
    const below = root === '' ? MEDIA_FOLDER : `${root}/${MEDIA_FOLDER}`;
    const paths = new Map<string, string[]>();
    for await (const { path } of run.tree.glob('**')) {
      if (!path.startsWith(below)) continue;
      const file = path.slice(path.lastIndexOf('/') + 1);
      if (file.includes(`${PARTIAL}.`)) continue; // which runs of the file are there
      const name = nameOf(file);
      const here = paths.get(name);
      const inside = root === '' ? path : path.slice(root.length + 1);
      if (here === undefined) paths.set(name, [inside]);
      else here.push(inside);
    }
    return new MediaFolder(paths);
  }

  /** Paths below the account's folder, whole files first. */
  of(name: string): readonly string[] {
    const found = this.#paths.get(name) ?? [];
    return [...found].sort((a, b) => Number(isPartial(a)) - Number(isPartial(b)));
  }
}

export function isPartial(path: string): boolean {
  return path.endsWith(PARTIAL);
}

/** What the app calls a resource: without an ending, and without the mark of a part. */
function nameOf(file: string): string {
  const whole = file.endsWith(PARTIAL) ? file.slice(0, -PARTIAL.length) : file;
  return /^(?:telegram-|secret-file-|local-file-)/u.test(whole) ? (whole.split('.')[0] ?? whole) : whole;
}
