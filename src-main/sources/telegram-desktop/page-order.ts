import type { Detection } from '../parser.ts';
import type { Page } from './page-reading.ts';

/** The pages of an export in the order in which they are read. */
export interface PageOrder {
  readonly summary: Page | null;
  /** Lists other than that of chats by name, for example `contacts`. */
  readonly lists: readonly { readonly name: string; readonly page: Page }[];
  readonly chats: readonly { readonly folder: string; readonly pages: readonly Page[] }[];
}

/** By the roles of the files, which are their paths below the export's folder: `messages2.html`, `lists/chats.html`. */
export function orderOf({ files }: Detection): PageOrder {
  let summary: Page | null = null;
  const lists: { name: string; page: Page }[] = [];
  const chats = new Map<string, { number: number; page: Page }[]>();
  for (const [role, file] of Object.entries(files)) {
    const folder = role.slice(0, Math.max(0, role.lastIndexOf('/')));
    const page: Page = { file, folder };
    const [, list] = /^lists\/([^/]+)\.html$/u.exec(role) ?? [];
    if (role === 'export_results.html') summary = page;
    else if (list !== undefined) lists.push({ name: list, page });
    else {
      const number = numberOf(role);
      const pages = chats.get(folder);
      if (pages === undefined) chats.set(folder, [{ number, page }]);
      else pages.push({ number, page });
    }
  }
  return {
    summary,
    lists: lists.sort((a, b) => a.name.localeCompare(b.name, 'en')),
    chats: [...chats]
      .map(([folder, pages]) => ({ folder, pages: pages.sort((a, b) => a.number - b.number).map(({ page }) => page) }))
      .sort((a, b) => a.folder.localeCompare(b.folder, 'en', { numeric: true })),
  };
}

/** The first page has no number in its name. */
function numberOf(role: string): number {
  return Number(/(\d*)\.html$/u.exec(role)?.[1] ?? '');
}
