import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** How the window is built, for Electron and for the web shell alike. */
export const rendererBuild: UserConfig = {
  root: `${root}src-renderer`,
  base: '/',
  plugins: [react()],
  build: {
    outDir: `${root}out/renderer`,
    emptyOutDir: true,
    rolldownOptions: { input: `${root}src-renderer/index.html` },
    minify: true,
    target: 'chrome140',
    // The content policy lets nothing be inlined as a data address but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
  },
  worker: { format: 'es' },
};
