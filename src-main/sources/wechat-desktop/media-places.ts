import type { SealedContent } from '../../model/index.ts';
import { isFileName, type Picture, type RowMedia } from '../wechat/row-media.ts';
import { monthFolders } from '../wechat/month-folders.ts';

const NOWHERE: Picture = { candidates: [], previews: [] };

/** How pictures of an account are encrypted, and the folders in which those are listed that a key has opened. */
export interface Pictures {
  readonly images: SealedContent;
  readonly opened: readonly string[];
}

/** What a row of version 4 says of its files. */
interface PackedNames {
  readonly image: string | null;
  readonly video: string | null;
}

/**
 * Files of version 4 below the account's folder: pictures by conversation and month, films and files by month. Names: the MD5 in
 * `packed_info_data`, else the one in the content. LifeArchiveProject/WeChatDataAnalysis@e85a09c, sjzar/chatlog@a638aa9.
 */
export class StorageMedia implements RowMedia {
  readonly path = null;
  readonly #talkerHash: string;
  readonly #months: readonly string[];
  readonly #packed: PackedNames;
  readonly #pictures: Pictures;

  constructor(talkerHash: string, utcMs: number | null, packed: PackedNames, pictures: Pictures) {
    this.#pictures = pictures;
    this.#talkerHash = talkerHash;
    this.#months = monthFolders(utcMs);
    this.#packed = packed;
  }

  image(md5: string | null): Picture {
    const names = [this.#packed.image, md5].filter(isHash);
    const places = this.#months.flatMap((month) => names.map((name) => `msg/attach/${this.#talkerHash}/${month}/Img/${name}`)); // prettier-ignore
    return {
      sealed: this.#pictures.images,
      candidates: openedFirst(
        places.flatMap((place) => [`${place}_h.dat`, `${place}.dat`]),
        this.#pictures.opened,
      ),
      previews: openedFirst(
        places.map((place) => `${place}_t.dat`),
        this.#pictures.opened,
      ),
    };
  }

  voice(): readonly string[] {
    return [];
  }

  video(md5: string | null): readonly string[] {
    const names = [this.#packed.video, md5].filter(isHash);
    return this.#months.flatMap((month) => names.map((name) => `msg/video/${month}/${name}.mp4`));
  }

  get stickerSealed(): SealedContent {
    return this.#pictures.images;
  }

  /**
   * Files of stickers bear their MD5. They are encrypted, under a key that no source gives (two public descriptions of 4.1 agree): a file that begins as
   * no picture is told and kept as it is.
   */
  sticker(md5: string | null): readonly string[] {
    if (!isHash(md5)) return [];
    const [folder, name] = [md5.slice(0, 2).toLowerCase(), md5.toLowerCase()];
    return [
      `business/emoticon/Persist/${folder}/${name}`,
      ...this.#months.map((month) => `cache/${month}/Emoticon/${folder}/${name}`),
    ];
  }

  file(name: string): readonly string[] {
    return isFileName(name) ? this.#months.map((month) => `msg/file/${month}/${name}`) : [];
  }
}

/** Files of version 3, which the row names by path: `<account>\FileStorage\…`. 2440893398/PyWxDump@881b0e5. */
export class PathMedia implements RowMedia {
  readonly path: string | null;
  readonly #file: readonly string[];
  readonly #preview: readonly string[];
  readonly #sealed: SealedContent;

  constructor(file: string | null, preview: string | null, sealed: SealedContent) {
    this.#sealed = sealed;
    this.path = file ?? preview;
    this.#file = placesOf(file);
    this.#preview = placesOf(preview);
  }

  image(): Picture {
    return this.#file.length === 0 && this.#preview.length === 0 ? NOWHERE : { sealed: this.#sealed, candidates: this.#file, previews: this.#preview }; // prettier-ignore
  }

  voice(): readonly string[] {
    return this.#file;
  }

  video(): readonly string[] {
    return this.#file;
  }

  sticker(): readonly string[] {
    return this.#file;
  }

  file(): readonly string[] {
    return this.#file;
  }
}

/**
 * Files of version 3 of macOS, in a folder for each conversation. Pictures and films bear the row's number and its instant in seconds; names as
 * paths and descriptions in public code quote them. Voices bear digits that no source explains: none is looked for.
 */
export class ChatMedia implements RowMedia {
  readonly path = null;
  readonly #folder: string;
  readonly #named: { readonly id: string; readonly seconds: string } | null;

  constructor(chat: string, rowid: bigint | number | string | null, seconds: bigint | number | null) {
    this.#folder = `Message/MessageTemp/${chat}`;
    this.#named = rowid === null || seconds === null ? null : { id: String(rowid), seconds: String(seconds) };
  }

  image(): Picture {
    if (this.#named === null) return NOWHERE;
    const place = `${this.#folder}/Image/${this.#named.id}${this.#named.seconds}_.pic`;
    return { candidates: [`${place}_hd.jpg`, `${place}.jpg`], previews: [`${place}_thumb.jpg`] };
  }

  voice(): readonly string[] {
    return [];
  }

  video(): readonly string[] {
    return this.#named === null ? [] : [`${this.#folder}/Video/${this.#named.id}_${this.#named.seconds}.mp4`];
  }

  sticker(): readonly string[] {
    return [];
  }

  file(name: string): readonly string[] {
    return isFileName(name) ? ['File', 'OpenData'].map((folder) => `${this.#folder}/${folder}/${name}`) : [];
  }
}

/** The same paths below the folders of opened pictures, then as they are. */
export function openedFirst(paths: readonly string[], opened: readonly string[]): readonly string[] {
  return [...opened.flatMap((folder) => paths.map((path) => `${folder}/${path}`)), ...paths];
}

function isHash(name: string | null): name is string {
  return name !== null && /^[0-9a-f]{32}$/iu.test(name);
}

/** The path from the account's folder on, which the app writes before it. */
function placesOf(stored: string | null): readonly string[] {
  if (stored === null || stored.length > 1000) return [];
  const parts = stored.split(/[/\\]/u);
  const storage = parts.indexOf('FileStorage');
  const inside = storage < 0 ? [] : parts.slice(storage);
  return inside.length > 1 && inside.every(isFileName) ? [inside.join('/')] : [];
}
