/** Folders below an account's in which WeChat on a computer keeps encrypted pictures. LifeArchiveProject/WeChatDataAnalysis@e85a09c, sjzar/chatlog@a638aa9. */
const BELOW = /(?:(?:^|\/)msg\/attach)?(?:(?:^|\/)[0-9a-f]{32})?(?:(?:^|\/)\d{4}-\d{2})?(?:(?:^|\/)(?:Img|Rec\/.*))?$/u;

/** The folder to which the pictures of one key belong: the account's, or of copies that lie elsewhere the one above the app's own folders; `''` is the exhibit's root. */
export function pictureRootOf(path: string): string {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const attach = /^(?<root>.*?)(?:^|\/)msg\/attach(?:\/|$)/u.exec(folder)?.groups?.root;
  return attach ?? folder.replace(BELOW, '');
}

/** Where the encrypted picture lies, of one that came out of a lock under the given path of it. */
export function sealedPictureAt(lock: string, inner: string): string {
  const root = pictureRootOf(lock);
  return root === '' ? inner : `${root}/${inner}`;
}
