import { describe, expect, test } from 'vitest'
import { loadSpec } from '../../src/spec/load-spec.ts'
import { memoryReader, systemError } from '../support/memory-reader.ts'
import { load, shown, testFindings } from './load-case.ts'

const BROKER = '{ listeners: { m: { port: 1883, auth: [psk] } } }'

describe('includes', () => {
  test('are merged by names, through folders and globs, and every value knows its file', async () => {
    const { value, diagnostics, locate } = await load(
      `mqttopia: 1\ninclude: [sites/*.yaml, more.json]\nbrokers: { core: ${BROKER} }\n`,
      {
        name: 'conf/spec.yaml',
        files: {
          'conf/sites/a.yaml': `brokers: { a: ${BROKER} }\ninclude: [deep/b.yaml]\n`,
          'conf/sites/deep/b.yaml': `mqttopia: 1\nbrokers: { b: ${BROKER} }\n`,
          'conf/more.json': '{ "roles": { "r": { "publish": ["x"] } } }',
        },
      },
    )
    expect(diagnostics).toEqual([])
    expect(Object.keys(value?.brokers ?? {})).toEqual(['core', 'a', 'b'])
    expect(value).not.toHaveProperty('include')
    const at = ['brokers', 'b', 'listeners', 'm', 'port']
    expect(locate({ path: at })?.source.name).toBe('conf/sites/deep/b.yaml')
    expect(shown(locate({ path: ['roles', 'r', 'publish', 0] }))).toBe('conf/more.json@32: "x"')
  })

  test('have their paths of files made relative to the root spec', async () => {
    const fleet = (table: string) =>
      `fleets: { f: { username: x, at: a, forEach: { csv: ${table} }, auth: { password: { file: ./p.txt } } } }\n`
    const { value, tables, files } = await load('mqttopia: 1\ninclude: [sub/a.yaml, other/b.yaml]\n', {
      name: 'conf/spec.yaml',
      files: {
        'conf/sub/a.yaml': fleet('t.csv'),
        'conf/sub/t.csv': 'n\n1\n',
        'conf/other/b.yaml': 'pki: { authorities: { c: { certificate: { file: ../ca.pem } } } }\n',
        'conf/ca.pem': 'PEM',
      },
    })
    expect(value?.fleets?.f?.forEach.csv).toBe('sub/t.csv')
    expect(value?.fleets?.f?.auth?.password?.file).toBe('sub/p.txt')
    expect([...(tables.get('f') ?? [])]).toEqual([{ n: '1' }])
    expect([...files]).toEqual([['ca.pem', 'PEM']])
  })

  test('may be included twice, and a pattern passes over the file that has it', async () => {
    const { value, diagnostics } = await load('mqttopia: 1\ninclude: ["*.yaml"]\n', {
      files: {
        'a.yaml': 'include: [c.yaml]\n',
        'b.yaml': 'include: [c.yaml]\n',
        'c.yaml': 'roles: { r: {} }\n',
      },
    })
    expect(diagnostics).toEqual([])
    expect(value).toEqual({ mqttopia: 1, roles: { r: {} } })
  })

  testFindings({
    'that are missing': {
      spec: `
        mqttopia: 1
        include: [«none.yaml»]
      `,
      findings: ['missing-file: there is no file "none.yaml"'],
    },
    'that are folders': {
      spec: `
        mqttopia: 1
        include: [«sub»]
      `,
      files: { 'sub/a.yaml': 'mqttopia: 1' },
      findings: ['unreadable-file: "sub" cannot be read: it is a folder'],
    },
    'that no pattern finds': {
      spec: `
        mqttopia: 1
        include: [«"sub/*.yaml"»]
      `,
      findings: ['include-matches-nothing: "sub/*.yaml" finds no file'],
    },
    'in a circle': {
      spec: `
        mqttopia: 1
        include: [a.yaml]
      `,
      files: { 'a.yaml': 'include: [b.yaml]\n', 'b.yaml': 'include: [«spec.yaml»]\n' },
      findings: ['include-cycle: "spec.yaml" includes itself, by way of "b.yaml"'],
    },
    'of themselves': {
      spec: `
        mqttopia: 1
        include: [«spec.yaml»]
      `,
      findings: ['include-cycle: "spec.yaml" includes itself'],
    },
    'that have a key once more': {
      spec: `
        mqttopia: 1
        name: plant
        include: [a.yaml]
        roles: { r: {} }
        pki: { profiles: { p: { issuer: a } } }
        environments: { dev: { roles: { q: {} } } }
      `,
      files: {
        'a.yaml': `
          «name»: plant
          roles: { «r»: {}, s: {} }
          pki: { profiles: { «p»: { issuer: a }, q: { issuer: b } } }
          environments: { dev: { roles: { «q»: {}, t: {} } } }
        `,
      },
      findings: ['name', 'r', 'p', 'q'].map((key) => `duplicate-key: "${key}" stands here a second time`),
    },
    'whose shape is wrong': {
      spec: `
        mqttopia: 1
        include: [a.yaml, b.yaml]
      `,
      files: { 'a.yaml': 'roles: { r: { «publis»: [] } }\n', 'b.yaml': '«- roles»\n' },
      findings: [
        'unknown-key: role "r" has no key "publis"',
        'wrong-type: the spec must be a map, not a list',
      ],
    },
    'of another version': {
      spec: `
        mqttopia: 1
        include: [a.yaml]
      `,
      files: { 'a.yaml': 'mqttopia: «2»\nroless: {}\n' },
      findings: ['unknown-version: "mqttopia" must be 1, not the number 2'],
    },
    'that cannot be parsed': {
      spec: `
        mqttopia: 1
        include: [a.yaml]
      `,
      files: { 'a.yaml': 'roles: «[»\n' },
      findings: ['yaml-unclosed: "[" is never closed'],
    },
    'that are no list': {
      spec: `
        mqttopia: 1
        include: «a.yaml»
      `,
      findings: ['wrong-type: "include" must be a list, not the text "a.yaml"'],
      hints: ['write a list: [a.yaml]'],
    },
    'that are no text, in an included file': {
      spec: `
        mqttopia: 1
        include: [a.yaml]
      `,
      files: { 'a.yaml': 'include: [«7»]\n' },
      findings: ['unquoted-number: item 1 of "include" must be text, and 7 is a number'],
    },
  })

  test('that are missing leave no value, since references into them would dangle', async () => {
    const { value } = await load('mqttopia: 1\ninclude: [none.yaml]\nroles: { r: {} }\n')
    expect(value).toBeUndefined()
  })
})

const ENVIRONMENTS = `
mqttopia: 1
brokers:
  core: { host: core.example, listeners: { m: { port: 1883, auth: [psk] }, n: { port: 1, auth: [psk] } } }
environments:
  dev:
    brokers: { core: { host: localhost, listeners: { m: { port: 18830 }, n: null } }, extra: null }
    protect: [brokers.core]
`

describe('environments', () => {
  test('are merged as RFC 7396 says, and keep their places', async () => {
    const { value, diagnostics, locate } = await load(ENVIRONMENTS, { environment: 'dev' })
    expect(diagnostics).toEqual([])
    expect(value?.brokers).toEqual({
      core: { host: 'localhost', listeners: { m: { port: 18830, auth: ['psk'] } } },
    })
    expect(value?.environments?.dev?.protect).toEqual(['brokers.core'])
    expect(shown(locate({ path: ['brokers', 'core', 'listeners', 'm', 'port'] }))).toMatch(/: 18830$/)
    expect(shown(locate({ path: ['brokers', 'core', 'listeners', 'm', 'auth', 0] }))).toMatch(/: psk$/)
  })

  test('are not merged unless chosen', async () => {
    const { value } = await load(ENVIRONMENTS)
    expect(value?.brokers?.core?.host).toBe('core.example')
  })

  testFindings({
    'that there are not': {
      spec: `
        mqttopia: 1
        «environments»: { production: {} }
      `,
      environment: 'productoin',
      findings: ['unknown-environment: there is no environment "productoin"'],
      hints: ['did you mean "production"?'],
    },
    'where there are none': {
      spec: '«mqttopia»: 1',
      environment: 'dev',
      findings: ['unknown-environment: there is no environment "dev"'],
      hints: ['the spec has no environments'],
    },
    'that remove without a word': {
      spec: `
        mqttopia: 1
        roles: { r: {}, s: {} }
        environments:
          dev:
            roles:
              «r»:
              s: null
      `,
      environment: 'dev',
      findings: ['empty-removal: "r" would be removed, since nothing stands behind its colon'],
    },
    'that break the shape, chosen': {
      spec: `
        mqttopia: 1
        brokers: { core: ${BROKER} }
        environments:
          dev: { brokers: { core: { listeners: { m: { port: «"1"» } } } } }
      `,
      environment: 'dev',
      findings: ['bad-port: "port" of listener "m" must be a whole number, not the text "1"'],
    },
    'that break the shape, not chosen': {
      spec: `
        mqttopia: 1
        brokers: { core: { listeners: { «m»: { port: 1883, auth: [psk] } } } }
        environments:
          dev: { brokers: { core: { listeners: { m: { «portt»: 1 } } } } }
          prod: { brokers: { core: { listeners: { m: { auth: null } } } } }
      `,
      findings: [
        'missing-key: listener "m" has no "auth", in environment "prod"',
        'unknown-key: listener "m" has no key "portt", in environment "dev"',
      ],
    },
    'that misspell what they patch, chosen': {
      spec: `
        mqttopia: 1
        brokers: { core: ${BROKER} }
        environments: { dev: { brokers: { «coer»: { host: localhost } } } }
      `,
      environment: 'dev',
      findings: ['missing-key: broker "coer" has no "listeners"'],
      hints: ['did you mean "core"? To make a new one, add "listeners": '],
    },
    'that misspell what they patch, not chosen': {
      spec: `
        mqttopia: 1
        brokers: { core: { listeners: { mqtt: { port: 1883, auth: [psk] } } } }
        environments: { dev: { brokers: { core: { listeners: { «mqt»: { port: 1884 } } } } } }
      `,
      findings: ['missing-key: listener "mqt" has no "auth", in environment "dev"'],
      hints: ['did you mean "mqtt"?'],
    },
    'that add what is like nothing there': {
      spec: `
        mqttopia: 1
        brokers: { core: ${BROKER} }
        environments: { dev: { brokers: { «edge»: { host: localhost } } } }
      `,
      environment: 'dev',
      findings: ['missing-key: broker "edge" has no "listeners"'],
      hints: ['add "listeners"'],
    },
    'do not repeat what is wrong without them': {
      spec: `
        mqttopia: 1
        roles: { r: { «publis»: [] } }
        environments: { dev: { roles: { s: {} } }, prod: {} }
      `,
      findings: ['unknown-key: role "r" has no key "publis"'],
    },
  })
})

const CA = 'mqttopia: 1\npki: { authorities: { a: { certificate: { file: «ca.pem» } } } }\n'

describe('files that the spec names', () => {
  testFindings({
    'that are missing': { spec: CA, findings: ['missing-file: there is no file "ca.pem"'] },
    'of bundles': {
      spec: `
        mqttopia: 1
        bundles: { b: { format: template, files: { x: { file: «t.hbs» } } } }
      `,
      findings: ['missing-file: there is no file "t.hbs"'],
    },
    'that mqttopia does not read here: secrets and requests': {
      spec: `
        mqttopia: 1
        users: { u: { at: a, auth: { certificate: c, csr: { file: u.csr } } }, v: { at: a, auth: { psk: { file: k } } } }
      `,
      findings: [],
    },
  })

  test.each([
    ['unreadable-file', systemError('EACCES', 'ca.pem'), '"ca.pem" cannot be read: permission denied'],
    ['unreadable-file', systemError('EIO', 'ca.pem'), '"ca.pem" cannot be read: the system says EIO'],
    ['unreadable-file', new Error('?'), '"ca.pem" cannot be read: the system does not say why'],
    ['not-utf8', Buffer.from([0x30, 0x82, 0x01, 0xff]), '"ca.pem" is not UTF-8 text but binary DER'],
    ['not-utf8', Buffer.from([0xff, 0xfe, 0x20, 0]), '"ca.pem" is not UTF-8 text but UTF-16'],
    ['not-utf8', Buffer.from('caf\xe9', 'latin1'), '"ca.pem" is not UTF-8 text'],
    [
      'file-too-large',
      Buffer.alloc(2 ** 20 + 1),
      '"ca.pem" has 1048577 bytes, and a certificate may have 1048576',
    ],
  ])('%s', async (code, content, message) => {
    const text = CA.replace(/[«»]/g, '')
    const { diagnostics, files } = await loadSpec(
      's.yaml',
      memoryReader({ 's.yaml': text, 'ca.pem': content }),
    )
    expect(diagnostics).toMatchObject([{ code, message }])
    expect(files.size).toBe(0)
  })
})

describe('the root spec', () => {
  test('that cannot be read is a failure of the world, in a plain sentence', async () => {
    await expect(loadSpec('none.yaml', memoryReader({}))).rejects.toThrow(
      'cannot read none.yaml: there is no such file',
    )
    await expect(loadSpec('none.ts', memoryReader({}))).rejects.toThrow('cannot read none.ts')
    const denied = memoryReader({ 'a.yaml': systemError('EACCES', 'a.yaml') })
    await expect(loadSpec('a.yaml', denied)).rejects.toThrow('cannot read a.yaml: permission denied')
  })

  test('that is not UTF-8 is pointed into, without showing it', async () => {
    const bytes = Buffer.from('mqttopia: 1\nname: caf\xe9\n', 'latin1')
    const { diagnostics, locate } = await loadSpec('s.yaml', memoryReader({ 's.yaml': bytes }))
    expect(diagnostics).toMatchObject([{ code: 'not-utf8' }])
    const span = diagnostics[0] && locate(diagnostics[0].at)
    expect(span?.source.position(span.start)).toEqual({ line: 2, column: 10 })
    expect(span?.source.lineText(2)).not.toContain('caf')
  })

  test('that is too large is refused', async () => {
    const { diagnostics, value } = await load(`mqttopia: 1\n${' '.repeat(5_000_000)}`)
    expect(diagnostics).toMatchObject([{ code: 'file-too-large' }])
    expect(value).toBeUndefined()
  })
})

describe('modules', () => {
  const modules = (spec: unknown) => ({ name: 'spec.ts', modules: { 'spec.ts': { default: spec } } })
  const SPEC = { mqttopia: 1, roles: { r: { publish: ['a'] } } }

  test.each([
    ['an object', SPEC],
    ['a promise', Promise.resolve(SPEC)],
    ['wrapped once more', { default: SPEC }],
  ])('export %s', async (_, spec) => {
    const { value, diagnostics, locate } = await load('', modules(spec))
    expect(diagnostics).toEqual([])
    expect(value).toEqual(SPEC)
    expect(locate({ path: ['roles', 'r'] })?.source.name).toBe('spec.ts')
  })

  test('may include YAML and be included by it', async () => {
    const { value } = await load('', {
      ...modules({ ...SPEC, include: ['a.yaml'] }),
      files: { 'a.yaml': 'users: { u: { at: a } }' },
    })
    expect(Object.keys(value ?? {})).toEqual(['mqttopia', 'roles', 'users'])
    const other = await load('mqttopia: 1\ninclude: [a.ts]\n', {
      modules: { 'a.ts': { default: { roles: { q: {} } } } },
      files: { 'a.ts': '' },
    })
    expect(other.value?.roles).toEqual({ q: {} })
  })

  test.each<[string, unknown, string[]]>([
    ['no object', 7, ['module-without-spec: module "spec.ts" has no spec as default export']],
    ['nothing', undefined, ['module-without-spec: module "spec.ts" has no spec as default export']],
    ['a promise that fails', rejected(), ['module-failed: module "spec.ts" failed: no luck']],
    [
      'what is no data',
      { mqttopia: 1, roles: { r: { publish: [() => 1, new Date(0), Number.NaN, 7n, 'a'] } } },
      ['a function', 'an object of class Date', 'NaN', 'a bigint'].map(
        (what) => `not-plain-data: the spec holds ${what}, which is no data`,
      ),
    ],
    ['itself', circle(), ['not-plain-data: the spec holds an object inside itself, which is no data']],
    [
      'a getter that throws',
      {
        get mqttopia() {
          throw new Error('no luck')
        },
      },
      ['module-failed: module "spec.ts" failed: no luck'],
    ],
    ['the wrong shape', { mqttopia: 1, rolez: {} }, ['unknown-key: the spec has no key "rolez"']],
  ])('may export %s', async (_, spec, messages) => {
    const { diagnostics, locate } = await load('', modules(spec))
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual(messages)
    for (const { at } of diagnostics) expect(locate(at)?.source.name).toBe('spec.ts')
  })

  test('may throw while they are loaded', async () => {
    const failing = { name: 'spec.mjs', modules: { 'spec.mjs': new Error('no luck\n  at line 1') } }
    const { diagnostics } = await load('', failing)
    expect(diagnostics).toMatchObject([
      { code: 'module-failed', message: 'module "spec.mjs" failed: no luck' },
    ])
  })
})

function circle(): unknown {
  const spec: Record<string, unknown> = { mqttopia: 1 }
  spec.roles = { r: spec }
  return spec
}

function rejected(): Promise<never> {
  const promise = Promise.reject(new Error('no luck'))
  promise.catch(() => undefined)
  return promise
}
