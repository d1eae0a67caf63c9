import { posix } from 'node:path';
import { isFileName, type Picture, type RowMedia } from '../wechat/row-media.ts';

/** Files below the account's folder, called after the MD5 of the conversation and the row's own number. BlueMatthew/WechatExporter@8f8ce41. */
export class IosMedia implements RowMedia {
  readonly path = null;
  readonly #chat: string;
  readonly #id: string;

  constructor(chat: string, id: string) {
    this.#chat = chat;
    this.#id = id;
  }

  image(): Picture {
    const place = `Img/${this.#chat}/${this.#id}`;
    return { candidates: [`${place}.pic_hd`, `${place}.pic`], previews: [`${place}.pic_thum`] };
  }

  voice(): readonly string[] {
    return [`Audio/${this.#chat}/${this.#id}.aud`];
  }

  video(): readonly string[] {
    return ['.mp4', '_raw.mp4'].map((ending) => `Video/${this.#chat}/${this.#id}${ending}`);
  }

  sticker(): readonly string[] {
    return [];
  }

  file(name: string): readonly string[] {
    return isFileName(name) ? [`OpenData/${this.#chat}/${this.#id}${posix.extname(name)}`] : [];
  }
}
