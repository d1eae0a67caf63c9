import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** A web shell of its own process, served on loopback. */
export interface BenchShell {
  /** One-time address. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts the real web shell on a case. */
export async function startShell(casePath: string, appDir: string): Promise<BenchShell> {
  const args = ['src-main/shells/start.ts', '--web', '--no-open', casePath];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, AFFIANT_HOME: appDir } });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/u.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => {
      reject(new Error(`the shell ended: ${said}`));
    });
  });
  return {
    address,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          resolve();
        });
        child.kill('SIGTERM');
      }),
  };
}
