import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'src-main/shells/web/main.ts',
    'src-main/shells/electron/{main,preload,engine}.ts',
    'src-main/api/job-worker.ts',
    'src-renderer/main.tsx',
    'fixtures/{demo,write-sample,write-tl-table}.ts',
    'src-main/sources/*/fixture.ts',
    'test/bench/*.ts',
    'test/**/*.spec.ts',
    'src-main/**/*.test.ts',
    'src-renderer/**/*.test.ts',
  ],
  project: ['src-main/**/*.ts', 'src-renderer/**/*.{ts,tsx}', 'fixtures/**/*.ts', 'test/**/*.ts'],
  // Font files, the packager and the decoder of SILK are reached by path, by command or by require, not by import.
  ignoreDependencies: [/^@expo-google-fonts\//u, '@electron/fuses', 'electron-builder', 'silk-wasm'],
  ignoreBinaries: ['sha256sum', 'pdftotext', 'mkfifo', 'apt-get', '7zz', 'sqlcipher', 'openssl'],
  ignoreExportsUsedInFile: true,
};

export default config;
