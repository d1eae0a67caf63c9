import { dialog, ipcMain, shell, type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import type { Reply, Result } from '../../contract/index.ts';
import { APP_SCHEME } from '../policy.ts';
import type { EngineClient } from './engine-client.ts';
import { CHANNEL } from './engine-message.ts';

/** Answers the window: calls to the engine, and the system's dialogs. Every other sender is refused. */
export function answerWindow(window: BrowserWindow, engine: EngineClient): void {
  const isOurs = (event: IpcMainInvokeEvent | IpcMainEvent): boolean =>
    event.sender === window.webContents &&
    event.senderFrame !== null &&
    event.senderFrame === window.webContents.mainFrame &&
    event.senderFrame.url.startsWith(`${APP_SCHEME}://app/`);
  ipcMain.handle(CHANNEL.call, (event, method: unknown, params: unknown): Promise<Reply<unknown>> => {
    if (!isOurs(event) || typeof method !== 'string') {
      return Promise.resolve({ ok: false, failure: { code: 'bad-parameters', detail: { subject: 'sender' } } });
    }
    return engine.call(method, params);
  });
  ipcMain.handle(CHANNEL.pick, async (event, kind: unknown): Promise<string | null> => {
    if (!isOurs(event)) return null;
    if (kind === 'new-folder') {
      const chosen = await dialog.showSaveDialog(window, {
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return chosen.canceled ? null : chosen.filePath;
    }
    const chosen = await dialog.showOpenDialog(window, {
      properties: [kind === 'folder' ? 'openDirectory' : 'openFile', 'showHiddenFiles', 'dontAddToRecent'],
    });
    return chosen.filePaths[0] ?? null;
  });
  // Only what the open case lists as a report is shown, and nothing of it is opened.
  const showReport = (event: IpcMainEvent, path: unknown): void => {
    if (!isOurs(event)) return;
    void engine.call('report.list', {}).then((reply) => {
      const reports = reply.ok ? (reply.value as Result<'report.list'>) : [];
      const found = reports.find((report) => report.path === path);
      if (found !== undefined) shell.showItemInFolder(found.path);
    });
  };
  ipcMain.on(CHANNEL.show, showReport);
  const off = engine.onPush((push) => {
    if (!window.isDestroyed()) window.webContents.send(CHANNEL.push, push);
  });
  window.on('closed', () => {
    off();
    ipcMain.removeHandler(CHANNEL.call);
    ipcMain.removeHandler(CHANNEL.pick);
    ipcMain.off(CHANNEL.show, showReport);
  });
}
