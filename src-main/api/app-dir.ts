import { homedir, platform } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for what belongs to the application and to no case: recent cases, window state, defect log. `AFFIANT_HOME`
 * overrides the place that the operating system's convention names.
 */
export function defaultAppDir(environment: Readonly<Record<string, string | undefined>>): string {
  const chosen = environment.AFFIANT_HOME;
  if (chosen !== undefined && chosen !== '') return chosen;
  switch (platform()) {
    case 'win32':
      return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Affiant');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Affiant');
    default:
      return join(environment.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'affiant');
  }
}
