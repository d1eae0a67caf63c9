import { keepingCasesApart } from './apart.ts';
import { createElectronTransport, type Bridge } from './electron.ts';
import type { Transport } from './transport.ts';
import { createWebTransport } from './web.ts';

declare global {
  interface Window {
    readonly affiant?: Bridge;
  }
}

/** The transport of the shell that this window runs in. */
export const transport: Transport = keepingCasesApart(
  window.affiant === undefined ? createWebTransport() : createElectronTransport(window.affiant),
);
