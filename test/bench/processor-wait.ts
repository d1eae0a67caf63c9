import type { Browser } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Tells how long, ms, the threads that draw pages have stood ready without a processor to run on, as Linux counts it, with
 * what the host of a virtual machine withheld from its processors, all together; null elsewhere. What grows by a large part
 * of a figure was the work of others, not of the window.
 */
export async function processorWait(browser: Browser): Promise<() => number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const files = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => `/proc/${id}/schedstat`);
  return () => {
    const waits = files.filter((path) => existsSync(path)).map(waitedMs);
    return waits.length === 0 ? null : waits.reduce((sum, ms) => sum + ms, withheldMs());
  };
}

/** The file of a thread holds the ns that it ran, those that it waited, and how often it ran. */
function waitedMs(path: string): number {
  return Number(readFileSync(path, 'utf8').split(' ')[1]) / 1_000_000;
}

/** The eighth number of the first line, in hundredths of a second. */
function withheldMs(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  return Number(line.split(/\s+/u)[8] ?? 0) * 10;
}
