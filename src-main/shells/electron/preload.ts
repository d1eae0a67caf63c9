import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { Push, Reply } from '../../contract/index.ts';
import { CHANNEL } from './engine-message.ts';

// All that the window gets of Electron.
contextBridge.exposeInMainWorld('affiant', {
  call: (method: string, params: unknown) =>
    ipcRenderer.invoke(CHANNEL.call, method, params) as Promise<Reply<unknown>>,
  onPush(listener: (push: Push) => void): () => void {
    const hear = (_event: IpcRendererEvent, push: Push): void => {
      listener(push);
    };
    ipcRenderer.on(CHANNEL.push, hear);
    return () => {
      ipcRenderer.off(CHANNEL.push, hear);
    };
  },
  pickPath: (kind: string) => ipcRenderer.invoke(CHANNEL.pick, kind) as Promise<string | null>,
  showPath(path: string): void {
    ipcRenderer.send(CHANNEL.show, path);
  },
  pathOfDropped: (file: File) => webUtils.getPathForFile(file),
});
