import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWindow } from '../build-window.ts';
import { openBrowser } from '../open-browser.ts';
import { writeSample } from '../sample.ts';
import type { StartArguments } from '../start-arguments.ts';
import { startEngine } from '../start-engine.ts';
import { serveWindow } from './server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs the web shell until it is interrupted. `why` says why it runs, for the one line it prints. */
export async function runWebShell(options: StartArguments, why: string): Promise<void> {
  await buildWindow(root);
  const engine = startEngine({ jobWorker: new URL('../../api/job-worker.ts', import.meta.url), writeSample });
  if (options.casePath !== null) {
    const opened = await engine.call({ id: 0, method: 'case.open', params: { path: resolve(options.casePath) } });
    if (!opened.ok) {
      await engine.close();
      console.error(`The case cannot be opened: ${opened.failure.code} ${JSON.stringify(opened.failure.detail)}`);
      process.exitCode = 3;
      return;
    }
  }
  let id = 0;
  const shell = await serveWindow(
    {
      call: (method, params) => {
        id += 1;
        return engine.call({ id, method, params });
      },
      onPush: (listener) => engine.onPush(listener),
    },
    `${root}out/renderer`,
    options.port,
  );
  const isOpened = options.opensBrowser && openBrowser(shell.address, process.env);
  console.log(`Web shell (${why}), ${isOpened ? 'opened in the browser' : 'open this address once'}: ${shell.address}`);
  const stop = (): void => {
    void Promise.all([shell.close(), engine.close()]).then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
