/** What the pointer's element was given, to be taken back when the pointer leaves. */
let told: Element | null = null;

/** Shows the whole of a text that is cut with an ellipsis as a tip under the pointer, wherever nothing else is said there. */
export function tellCutText(): void {
  document.addEventListener('pointerover', ({ target }) => {
    told?.removeAttribute('title');
    told = null;
    if (!(target instanceof Element) || target.closest('[title]') !== null) return;
    const cut = cutAround(target);
    const text = cut?.textContent.trim() ?? '';
    if (cut === null || text === '') return;
    cut.setAttribute('title', text);
    told = cut;
  });
}

/** The nearest element around, a few levels up, whose text does not fit into it. */
function cutAround(target: Element): Element | null {
  let element: Element | null = target;
  for (let level = 0; level < 4 && element !== null; level += 1, element = element.parentElement)
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).textOverflow === 'ellipsis')
      return element;
  return null;
}
