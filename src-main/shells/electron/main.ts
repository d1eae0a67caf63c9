import { app, BrowserWindow, Menu, session, utilityProcess } from 'electron';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultAppDir } from '../../api/index.ts';
import { APP_SCHEME } from '../policy.ts';
import { answerWindow } from './bridge.ts';
import { createEngineClient } from './engine-client.ts';
import { lockContents, lockSession } from './lock-down.ts';
import { handleSchemes, registerSchemes } from './schemes.ts';
import { windowOptions } from './window-options.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

const out = fileURLToPath(new URL('../', import.meta.url));
const appDir = defaultAppDir(process.env);

if (app.requestSingleInstanceLock()) {
  registerSchemes();
  lockContents(app);
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  mkdirSync(appDir, { recursive: true });
  app.setPath('userData', join(appDir, 'window'));
  await app.whenReady();
  await openWindow();
} else app.quit();

async function openWindow(): Promise<void> {
  Menu.setApplicationMenu(null);
  lockSession(session.defaultSession);
  const engine = createEngineClient(
    utilityProcess.fork(join(out, 'main/engine.js'), [], { serviceName: 'Affiant engine' }),
  );
  handleSchemes(join(out, 'renderer'), engine);
  const statePath = join(appDir, 'window.json');
  const state = readWindowState(statePath);
  const window = new BrowserWindow(windowOptions(state, join(out, 'preload/preload.cjs')));
  answerWindow(window, engine);
  if (state.isMaximized) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', () => {
    const bounds = window.getNormalBounds();
    writeWindowState(statePath, { ...bounds, isMaximized: window.isMaximized() });
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void engine.close().then(() => {
      isClosed = true;
      app.quit();
    });
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  const casePath = process.argv.slice(app.isPackaged ? 1 : 2).find((argument) => !argument.startsWith('-'));
  if (casePath !== undefined) await engine.call('case.open', { path: resolve(casePath) });
  await window.loadURL(`${APP_SCHEME}://app/`);
}
