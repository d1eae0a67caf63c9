import { defineConfig } from 'electron-vite';
import { fileURLToPath } from 'node:url';
import { rendererBuild } from './src-main/shells/renderer-build.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: 'node24',
      rolldownOptions: {
        input: {
          main: at('src-main/shells/electron/main.ts'),
          engine: at('src-main/shells/electron/engine.ts'),
          'job-worker': at('src-main/api/job-worker.ts'),
        },
        // Flat, so that each entry finds its neighbours beside itself.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      rolldownOptions: {
        input: { preload: at('src-main/shells/electron/preload.ts') },
        // A sandboxed preload cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: rendererBuild,
});
