/**
 * Where a stored media path may lie inside an exhibit, relative to the source's root, best first. Layouts: shared storage
 * before Android 11 (`WhatsApp/Media`) and since (`Android/media/<package>/WhatsApp/Media`), under the names that
 * extractions give shared storage. Origin: sepinf-inc/IPED and KnugiHK/WhatsApp-Chat-Exporter (path handling).
 */
export class MediaPaths {
  readonly #bases: readonly string[];

  /** `appFolder` is the app's private folder relative to the root, `''` when the store lies outside one. */
  constructor(packageName: string, user: string, appFolder: string) {
    const app = packageName === 'com.whatsapp.w4b' ? 'WhatsApp Business' : 'WhatsApp';
    const shared = [
      ...(user === '0' ? ['sdcard'] : []),
      `data/media/${user}`,
      `storage/emulated/${user}`,
      `mnt/user/${user}/emulated/${user}`,
      `mnt/pass_through/${user}/emulated/${user}`,
      ...(user === '0' ? [''] : []),
    ];
    const bases: string[] = [];
    for (const folder of shared) {
      const prefix = folder === '' ? '' : `${folder}/`;
      bases.push(`${prefix}Android/media/${packageName}/${app}/`, `${prefix}${app}/`);
    }
    bases.push('');
    if (appFolder !== '') bases.push(`${appFolder}/files/`);
    this.#bases = bases;
  }

  /** Candidates for a path as stored; none for a path that leaves its folder. */
  candidates(stored: string | null): readonly string[] {
    if (stored === null || stored.includes('\0') || /(^|\/)\.\.(\/|$)/.test(stored)) return [];
    const absolute = stored.startsWith('/') ? stored.replace(/^\/+/, '') : null;
    if (absolute === null) return this.#bases.map((base) => `${base}${stored}`);
    const media = absolute.indexOf('Media/WhatsApp');
    const relative = media < 0 ? [] : this.#bases.map((base) => `${base}${absolute.slice(media)}`);
    return [absolute, ...relative];
  }
}
