/** An action that the screen offers where the window is. */
export interface PageAction {
  readonly name: string;
  readonly press: () => void;
}

/** Parts of the screen whose actions are the view's own; what repeats by row is reached from its row. */
const PLACES = ['#content', '.drawer'];
const ROWS =
  '[role=row], [role=listitem], [role=option], [role=gridcell], [role=treeitem], [role=menu], li, td, dd, .chips';
const LONGEST = 80;
const MOST = 80;

/** The actions on the screen now, in its order, each name once: buttons that can be pressed and are no row's. */
export function pageActions(): readonly PageAction[] {
  const found = new Map<string, PageAction>();
  for (const button of document.querySelectorAll<HTMLElement>(PLACES.map((place) => `${place} button`).join(', '))) {
    if (button.matches(':disabled, [aria-disabled=true], [tabindex="-1"]') || button.closest(ROWS) !== null) continue;
    if (button.getClientRects().length === 0) continue;
    const name = nameOf(button);
    if (name === '' || name.length > LONGEST || found.has(name)) continue;
    found.set(name, {
      name,
      press: () => {
        button.focus();
        button.click();
      },
    });
  }
  return [...found.values()].slice(0, MOST);
}

function nameOf(button: HTMLElement): string {
  const name = button.getAttribute('aria-label') ?? button.textContent;
  return (name.trim() === '' ? button.title : name).replaceAll(/\s+/gu, ' ').trim();
}
