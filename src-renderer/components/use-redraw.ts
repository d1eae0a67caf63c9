import { useEffect, useReducer } from 'react';

/**
 * Renders a component that draws on a canvas again when what it draws with has changed: the theme, whoever chose it, or
 * a face of its letters, which is fetched when a label first needs it.
 */
export function useRedraw(): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const themes = new MutationObserver(redraw);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    document.fonts.addEventListener('loadingdone', redraw);
    return () => {
      themes.disconnect();
      document.fonts.removeEventListener('loadingdone', redraw);
    };
  }, []);
}
