/** The floors of ARCHITECTURE.md, enforced: a module imports from its own folder or a lower floor. */

/** Lowest first. Folders of one floor do not import each other. */
const floors = [
  ['topic', 'files'],
  ['diagnostics'],
  ['spec', 'mosquitto-files'],
  ['topology'],
  ['access', 'pki'],
  ['check', 'targets', 'bundles', 'translation'],
  ['compile.ts', 'build.ts', 'plan', 'graph'],
  ['state', 'broker', 'report'],
  ['cli', 'index.ts'],
]

const path = (names) => `^src/(${names.map((name) => name.replace('.', '[.]')).join('|')})(/|$)`

/** One rule a folder: it may reach itself and the floors below, nothing else under src/. */
const floorRules = floors.flatMap((floor, height) =>
  floor.map((name) => ({
    name: `floor-${height}-${name.replace('.ts', '')}`,
    comment: 'This import goes sideways or up. Move the code down, or pass what it needs as a value.',
    severity: 'error',
    from: { path: path([name]) },
    to: { path: '^src/', pathNot: path([name, ...floors.slice(0, height).flat()]) },
  })),
)

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...floorRules,
    {
      name: 'core-does-no-io',
      comment:
        'The compile core is pure. Files, clocks, sockets and randomness come in from cli/ and state/.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(cli|state|broker)/', '^src/files/lazy-package[.]ts$'] },
      to: {
        dependencyTypes: ['core'],
        path: '.*',
        pathNot: '^(node:)?(crypto|zlib|buffer|util|net|url|path)$',
      },
    },
    {
      name: 'crypto-only-where-secrets-are',
      comment: 'Only pki/ and state/ do cryptography; everything else gets digests and keys as values.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(pki|state|files|broker)/'] },
      to: { dependencyTypes: ['core'], path: '^(node:)?crypto$' },
    },
    {
      name: 'broker-reads-with-its-own-eyes',
      comment:
        'The reference broker is a witness of what the emitters write: it knows topics, findings and file formats only.',
      severity: 'error',
      from: { path: '^src/broker/' },
      to: { path: '^src/', pathNot: '^src/(broker|topic|diagnostics|mosquitto-files)/' },
    },
    {
      name: 'emitters-do-not-read-back',
      comment:
        'The parsers of mosquitto-files/ are witnesses of what is emitted: translation/ proves it with them. An emitter that shares code with its witness proves nothing.',
      severity: 'error',
      from: { path: '^src/(targets|bundles)/' },
      to: { path: '^src/mosquitto-files/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or share a third one below both.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-cycles-between-rooms',
      comment: 'Two folders that need each other are one folder, or share a third one below both.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/(pki|state)' },
      to: { circular: true },
    },
    { name: 'no-test-in-src', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node'],
    },
  },
}
