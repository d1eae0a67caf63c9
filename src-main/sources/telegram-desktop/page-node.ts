/** One element of a page. Texts have their references resolved, and the line ends and spaces that the app sets around tags. */
export interface PageNode {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (PageNode | string)[];
}

export function hasClass(node: PageNode, name: string): boolean {
  const all = node.attributes.get('class');
  return all !== undefined && (all === name || ` ${all.replaceAll(/\s/gu, ' ')} `.includes(` ${name} `));
}

export function elementsOf(node: PageNode): readonly PageNode[] {
  return node.children.filter((one) => typeof one !== 'string');
}

/** The first element below a node that has the class, in the order of the page. */
export function findClass(node: PageNode, name: string): PageNode | null {
  for (const child of elementsOf(node)) {
    if (hasClass(child, name)) return child;
    const found = findClass(child, name);
    if (found !== null) return found;
  }
  return null;
}

/** Every element below a node that has the class, in the order of the page. */
export function allOfClass(node: PageNode, name: string): readonly PageNode[] {
  return elementsOf(node).flatMap((child) => (hasClass(child, name) ? [child] : allOfClass(child, name)));
}

/** The text of a node with a line end for each `br`, as it is written. */
export function textWithin(node: PageNode): string {
  return node.children
    .map((one) => (typeof one === 'string' ? one : one.name === 'br' ? '\n' : textWithin(one)))
    .join('');
}

/** A text of one line, without what is set around it; null where there is none. */
export function lineOf(node: PageNode | null): string | null {
  const text = node === null ? '' : textWithin(node).trim();
  return text === '' ? null : text;
}

/** The words of a node without the one line end, and the line end and spaces, that the app sets inside its tags. */
export function wordsWithin(node: PageNode): string | null {
  const text = textWithin(node)
    .replace(/^\r?\n/u, '')
    .replace(/\r?\n *$/u, '');
  return text === '' ? null : text;
}

/** The text that stands in a node itself, not in its elements. */
export function ownText(node: PageNode): string {
  return node.children
    .filter((one) => typeof one === 'string')
    .join('')
    .trim();
}
