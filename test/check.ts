/** `npm run check`: the checks that run nothing of the product, two at a time, then the tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The longest one has a lane of its own. */
const LANES = [['lint'], ['types', 'floors', 'unused', 'format']] as const;

const failed = (await Promise.all(LANES.map(runLane))).flat();
if (failed.length > 0) {
  console.log(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = 1;
} else {
  process.exitCode = await run('test', 'inherit');
}

/** Runs scripts one after another, each printed whole when it ends; gives the names of those that failed. */
async function runLane(scripts: readonly string[]): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const script of scripts) if ((await run(script, 'pipe')) !== 0) lost.push(script);
  return lost;
}

async function run(script: string, stdio: 'inherit' | 'pipe'): Promise<number> {
  const started = Date.now();
  const child = spawn('npm', ['run', '--silent', script], { cwd: join(import.meta.dirname, '..'), stdio });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (stdio === 'pipe')
    console.log(
      `${script}: ${code === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s\n${Buffer.concat(said).toString()}`,
    );
  return code ?? 1;
}
