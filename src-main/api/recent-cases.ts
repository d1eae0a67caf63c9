import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RecentCase } from '../contract/index.ts';

const listSchema = z.array(z.object({ path: z.string(), number: z.string(), openedMs: z.number() }));
type Entry = z.infer<typeof listSchema>[number];
const KEPT = 30;

/** Cases opened on this machine, newest first; `caseFile` inside the folder tells whether the case is still there. */
export function readRecentCases(appDir: string): readonly RecentCase[] {
  return load(appDir).map((entry) => ({ ...entry, present: existsSync(join(entry.path, 'case.db')) }));
}

/** Puts a case at the head of the list. */
export function rememberCase(appDir: string, opened: Entry): void {
  const list = [opened, ...load(appDir).filter((entry) => entry.path !== opened.path)].slice(0, KEPT);
  mkdirSync(appDir, { recursive: true });
  const target = join(appDir, 'recent-cases.json');
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, target);
}

/** A list that is absent or was damaged counts as empty: it is a convenience, nothing of a case lies in it. */
function load(appDir: string): readonly Entry[] {
  const path = join(appDir, 'recent-cases.json');
  if (!existsSync(path)) return [];
  try {
    const parsed = listSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
