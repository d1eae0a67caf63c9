import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Issue } from '../model/index.ts';
import { takeIn } from './intake.ts';
import type { ExhibitDigest, IntakeFile, IntakeRequest } from './intake-event.ts';

/** Everything that one intake said. */
export interface TakenIn {
  readonly files: readonly IntakeFile[];
  readonly issues: readonly Issue[];
  readonly digest: ExhibitDigest;
  readonly byPath: ReadonlyMap<string, IntakeFile>;
}

/** A folder of its own, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'affiant-evidence-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Takes in a whole exhibit. The work folder is made beside nothing of the exhibit. */
export async function takeAll(path: string, request: Partial<IntakeRequest> = {}): Promise<TakenIn> {
  const files: IntakeFile[] = [];
  const issues: Issue[] = [];
  for await (const event of takeIn({ workDir: join(temporaryFolder(), 'work'), ...request, path })) {
    if (event.kind === 'file') files.push(event.file);
    else if (event.kind === 'issue') issues.push(event);
    else if (event.kind === 'end')
      return { files, issues, digest: event.digest, byPath: new Map(files.map((file) => [file.path, file])) };
  }
  throw new Error('the intake did not end');
}

/** `code where`, sorted, for comparing at a glance. */
export function codes(issues: readonly Issue[]): readonly string[] {
  return issues.map((issue) => `${issue.code} ${issue.where}`).sort();
}
