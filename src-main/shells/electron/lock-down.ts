import type { App, Session, WebContents } from 'electron';
import { APP_SCHEME, CONTENT_SCHEME } from '../policy.ts';

/** Addresses that a window may load anything from. */
const OWN = new RegExp(`^(?:${APP_SCHEME}|${CONTENT_SCHEME}):|^(?:data:image/|blob:${APP_SCHEME}:)`, 'u');

/** Files that the window itself makes, such as a chart's picture; Electron asks where to save them. */
const MADE_HERE = new RegExp(`^blob:${APP_SCHEME}:`, 'u');

/** Refuses every permission, download and request but those of our own schemes; no spell-checker. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(permission === 'clipboard-sanitized-write');
  });
  session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!MADE_HERE.test(item.getURL())) event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !OWN.test(details.url) });
  });
  session.setSpellCheckerEnabled(false);
}

/** Refuses navigation, new windows and embedded views in every contents that the application makes. */
export function lockContents(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const refuse = (event: { preventDefault(): void }): void => {
      event.preventDefault();
    };
    contents.on('will-navigate', refuse);
    contents.on('will-redirect', refuse);
    contents.on('will-frame-navigate', refuse);
    contents.on('will-attach-webview', refuse);
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
