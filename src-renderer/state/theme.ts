import { create } from 'zustand';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'affiant.theme';

function stored(): Theme {
  const value = window.localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === value) ?? 'system';
}

/** The examiner's choice of theme; kept on this machine. */
export const useTheme = create<{ readonly theme: Theme }>(() => ({ theme: stored() }));

/** Chooses a theme. */
export function chooseTheme(theme: Theme): void {
  window.localStorage.setItem(KEY, theme);
  useTheme.setState({ theme });
}

/** Writes the chosen theme to the document and follows the system where that is the choice. */
export function followTheme(): () => void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const { theme } = useTheme.getState();
    const isDark = theme === 'dark' || (theme === 'system' && system.matches);
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    document.body.classList.toggle('bp6-dark', isDark);
  };
  apply();
  const off = useTheme.subscribe(apply);
  system.addEventListener('change', apply);
  return () => {
    off();
    system.removeEventListener('change', apply);
  };
}
