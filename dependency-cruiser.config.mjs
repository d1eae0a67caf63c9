/** The floors as data: what each may import besides itself. The rules below are made from this table. */
const may = {
  model: [],
  contract: ['model'],
  sqlite: ['model'],
  evidence: ['model', 'sqlite'],
  sources: ['model', 'sqlite', 'evidence'],
  case: ['model', 'contract', 'sqlite'],
  ingest: ['model', 'sqlite', 'evidence', 'sources', 'case'],
  analysis: ['model', 'contract', 'case'],
  report: ['model', 'contract', 'sqlite', 'evidence', 'case', 'analysis'],
  api: ['model', 'contract', 'sqlite', 'evidence', 'sources', 'case', 'ingest', 'analysis', 'report'],
  shells: ['model', 'contract', 'api'],
};

/** Beside the product: tests and fixtures may reach across. */
const beside = String.raw`(\.test|/fixture[a-z-]*)\.ts$`;
/** The one file of a shell that may reach the fixtures: it offers to open the sample case. */
const sampleSeam = String.raw`^src-main/shells/sample\.ts$`;

const floors = Object.entries(may).map(([floor, below]) => ({
  name: `floor-${floor}`,
  severity: 'error',
  comment: `${floor} may import ${below.join(', ') || 'no other floor'}`,
  from: { path: `^src-main/${floor}/`, pathNot: [beside, sampleSeam] },
  to: { path: '^(src-main|src-renderer|fixtures|test)/', pathNot: `^src-main/(${[floor, ...below].join('|')})/` },
}));

export default {
  forbidden: [
    ...floors,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'one-floor-opens-databases',
      severity: 'error',
      comment: 'fixtures and tests may write databases with it',
      from: { path: '^(src-main|src-renderer)/', pathNot: [`^src-main/sqlite/`, beside] },
      to: { path: 'better-sqlite3' },
    },
    {
      name: 'electron-in-its-shell',
      severity: 'error',
      from: { pathNot: ['^src-main/shells/electron/', '^test/', '^electron'] },
      to: { path: '(^|/)node_modules/electron/|^electron$' },
    },
    {
      name: 'window-sees-contract-and-model',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/', pathNot: '^src-main/(contract|model)/' },
    },
    {
      name: 'window-without-node',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-floors-import-no-package',
      severity: 'error',
      from: { path: '^src-main/(model|contract)/', pathNot: beside },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'messenger-alone',
      severity: 'error',
      comment:
        'a messenger can be deleted with its folder and one line of the registry; wechat holds what its platforms share',
      from: { path: '^src-main/sources/([^/]+)/' },
      to: { path: '^src-main/sources/([^/]+)/', pathNot: '^src-main/sources/($1|wechat)/' },
    },
    {
      name: 'product-without-fixtures',
      severity: 'error',
      from: { path: '^(src-main|src-renderer)/', pathNot: [beside, sampleSeam] },
      to: { path: '^(fixtures|test)/' },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^electron' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css'],
    },
  },
};
