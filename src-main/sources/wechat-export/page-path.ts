/** The path that an attribute of a page gives, relative to the page; null for an address of the net, a picture in the page, or nothing. */
export function pathIn(written: string): string | null {
  const text = written.trim().replace(/^\.\//u, '');
  if (text === '' || text.length > 1000 || /^(?:[a-z][a-z0-9+.-]*:|\/|#|\\)/iu.test(text)) return null;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return text;
  }
}
