import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The name of a file or folder that one run needs only while it works. It carries the number of the process, so that what
 * a killed one left can be told from what another is using.
 */
export function passingName(base: string): string {
  return `${base}.passing-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** Names of today, and those that versions before this one gave. */
const PASSING =
  /\.passing-(?<now>\d+)-[0-9a-f]{8}$|\.partial-(?<before>\d+)(?:-[\d.]+)?$|^unpacking-(?<older>\d+)-[\d.]+$|^scratch-[A-Za-z0-9]{6}$/u;

/**
 * Removes from a folder what runs left there whose process no longer exists, and gives the names in order. What cannot
 * be removed stays for the next time.
 */
export function removePassing(folder: string): readonly string[] {
  const removed: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const groups = PASSING.exec(name)?.groups;
    if (groups === undefined) continue;
    const pid = Number(groups.now ?? groups.before ?? groups.older ?? process.pid);
    if (pid !== process.pid && isRunning(pid)) continue;
    if (removeTree(join(folder, name))) removed.push(name);
  }
  return removed;
}

/** Whether a process of this number exists on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs for another user.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** False where the file system refuses, as it does for what is open under Windows. */
function removeTree(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
