import { createHash } from 'node:crypto';
import { isFileName } from '../wechat/row-media.ts';
import type { Place } from './place.ts';

/**
 * Where content of messages may lie inside an exhibit, relative to the source's root, best first. Rules: ppwwyyxx/wechat-dump@be3009f
 * and BlueMatthew/WechatExporter@8f8ce41; the folders of shared storage before and since WeChat 7 by the same.
 */
export class MediaPlaces {
  readonly #folders: readonly string[];
  readonly #saved: readonly string[];
  readonly #bases: readonly string[];
  readonly #user: string;

  constructor({ accountFolder, account, user }: Place) {
    const shared = [...(user === '0' ? ['sdcard'] : []), `data/media/${user}`, `storage/emulated/${user}`];
    const bases = shared.flatMap((base) => [`${base}/Android/data/com.tencent.mm/MicroMsg/`, `${base}/tencent/MicroMsg/`]); // prettier-ignore
    this.#bases = bases;
    this.#user = user;
    const own = accountFolder === '' ? '' : `${accountFolder}/`;
    this.#folders = [own, ...(account === '' ? [] : bases.map((base) => `${base}${account}/`))];
    this.#saved = [`${own}attachment/`, `${own}Download/`, ...bases.flatMap((base) => [`${base}Download/`, `${base}WeiXin/`])]; // prettier-ignore
  }

  /** A picture by the name of its file, which begins with the digits that its two folders are named after. */
  image(name: string): readonly string[] {
    if (!isFileName(name)) return [];
    const digits = name.replace(/^th_/u, '');
    return this.#in(`image2/${digits.slice(0, 2)}/${digits.slice(2, 4)}/${name}`);
  }

  voice(id: string): readonly string[] {
    if (!isFileName(id)) return [];
    const hash = createHash('md5').update(id).digest('hex');
    return this.#in(`voice2/${hash.slice(0, 2)}/${hash.slice(2, 4)}/msg_${id}.amr`);
  }

  video(id: string): readonly string[] {
    return isFileName(id) ? this.#in(`video/${id}.mp4`, `video/${id}origin.mp4`) : [];
  }

  /** Stickers lie under the name of their group, or under `custom`. */
  sticker(md5: string, group: string | null): readonly string[] {
    if (!isFileName(md5)) return [];
    const named = group !== null && isFileName(group) ? [`emoji/${group}/${md5}`] : [];
    return this.#in(...named, `emoji/custom/${md5}`, `emoji/${md5}`);
  }

  /** A file that was received, by the name that the message gives it. */
  file(name: string): readonly string[] {
    return isFileName(name) ? this.#saved.map((folder) => `${folder}${name}`) : [];
  }

  /** A file of a favourite, by the number of its folder. */
  favourite(folder: string, name: string): readonly string[] {
    return isFileName(folder) && isFileName(name) ? this.#in(`favorite/${folder}/${name}`) : [];
  }

  /**
   * A file by the path of the app's index: `wcf://` stands for the account's folder, private or shared, or for the folder that all accounts
   * share. Public readers of the index; the dossier of formats. Other paths are those of the device.
   */
  indexed(path: string): readonly string[] {
    const scheme = /^wcf:\/\//u.exec(path)?.[0];
    const parts = path.slice(scheme?.length ?? 0).split('/').filter((part) => part !== ''); // prettier-ignore
    if (parts.length === 0 || !parts.every(isFileName)) return [];
    const inside = parts.join('/');
    if (scheme !== undefined)
      return [...new Set([...this.#in(inside), ...this.#bases.map((base) => `${base}${inside}`)])];
    const user = this.#user;
    const of = (folder: string, others: readonly string[]): readonly string[] =>
      inside.startsWith(`${folder}/`) ? others.map((other) => `${other}${inside.slice(folder.length)}`) : [];
    return [
      inside,
      ...of(`data/user/${user}`, user === '0' ? ['data/data'] : []),
      ...of(`storage/emulated/${user}`, [...(user === '0' ? ['sdcard'] : []), `data/media/${user}`]),
      ...of('sdcard', [`storage/emulated/${user}`, `data/media/${user}`]),
    ];
  }

  #in(...paths: readonly string[]): readonly string[] {
    return this.#folders.flatMap((folder) => paths.map((path) => `${folder}${path}`));
  }
}
