import { describe, expect, test } from 'vitest'
import { trialClients, trialFiles } from '../../src/bundles/trial-client.ts'
import { packageTexts } from '../../src/state/package-files.ts'
import { stockMaterials } from '../support/stock-materials.ts'
import { resolveYaml } from '../topology/resolve-yaml.ts'

const spec = (
  users: string,
  listeners = 'tls: { port: 8883, tls: { profile: server }, auth: [certificate] }',
) =>
  resolveYaml(`
mqttopia: 1
brokers: { b: { listeners: { ${listeners} } } }
users:
${users}
`).topology

const CERTIFICATE = 'at: b, auth: { certificate: client }'

function onlyTrial(users: string, listeners?: string) {
  const [trial] = trialClients(spec(users, listeners))
  return trial
}

describe('who tries a listener', () => {
  test('hears something, if anybody does', () => {
    const users = `  a: { ${CERTIFICATE}, publish: [x] }\n  z: { ${CERTIFICATE}, subscribe: [x] }`
    expect(onlyTrial(users)).toMatchObject({ user: { name: 'z' }, subscribes: true })
  })

  test('does not take over the connection of a client with a fixed identifier, if it can be helped', () => {
    const users = `  a: { ${CERTIFICATE}, clientId: a, subscribe: [x] }\n  z: { ${CERTIFICATE}, subscribe: [x] }`
    expect(onlyTrial(users)?.user?.name).toBe('z')
  })

  test('is let in there', () => {
    const listeners = 'p: { port: 1883, auth: [password] }'
    const users = `  a: { at: b, auth: { password: {} }, publish: [x] }\n  z: { at: b, auth: { psk: {} }, subscribe: [x] }`
    expect(onlyTrial(users, listeners)?.user?.name).toBe('a')
    expect(onlyTrial('  z: { at: b, auth: { psk: {} }, subscribe: [x] }', listeners)).not.toHaveProperty(
      'user',
    )
  })

  test.each([
    { grants: 'publish: ["a/b"]', publishTo: 'a/b' },
    { grants: 'publish: ["+/x/#"]', publishTo: 'trial/x/trial' },
    { grants: 'publish: ["+/x", "a/b"]', publishTo: 'a/b' },
    { grants: 'publish: ["+/x"], deny: [{ publish: "trial/x" }]', publishTo: undefined },
  ])('with $grants may publish to $publishTo', ({ grants, publishTo }) => {
    expect(onlyTrial(`  a: { ${CERTIFICATE}, ${grants} }`)?.publishTo).toBe(publishTo)
  })
})

test('the files of each listener are in a folder of its own, and lead to that listener', () => {
  const listeners =
    'one: { port: 1883, auth: [password] }, two: { port: 1884, auth: [password] }, ws: { transport: websocket, port: 8080, auth: [password] }'
  const topology = spec('  a: { at: b, auth: { password: {} }, subscribe: [x] }', listeners)
  const files = trialFiles(
    trialClients(topology),
    topology,
    stockMaterials(new Date())(topology),
    packageTexts('templates'),
  )
  const texts = new Map(Array.from(files, ({ path, content }) => [path, String(content)]))
  expect(texts.get('try/b/one/mosquitto_sub')).toContain('-p 1883\n')
  expect(texts.get('try/b/two/mosquitto_sub')).toContain('-p 1884\n')
  expect([...texts.keys()].filter((path) => path.startsWith('try/b/ws/'))).toContain('try/b/ws/README.txt')
})
