/** Whole brokers as compiled, on the real mosquitto: who gets in where, and with whose rights. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { AuthKind, Listener } from '../../../src/topology/broker.ts'
import { describeOnBoth, type Engine } from '../../broker/support/running-broker.ts'
import { type ExampleRun, runExample } from '../../support/example-run.ts'
import { admits, type ProbeUser } from '../../support/mosquitto-client.ts'
import { decideOnBroker } from '../../support/mosquitto-probe.ts'

const folder = mkdtempSync(join(tmpdir(), 'mqttopia-listeners-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const LISTENERS = {
  open: '{ port: 1883, bind: 127.0.0.1, auth: [anonymous] }',
  both: '{ port: 1884, bind: 127.0.0.1, auth: [password, anonymous] }',
  plain: '{ port: 1885, bind: 127.0.0.1, auth: [password] }',
  mqtts: '{ port: 8883, tls: {}, auth: [password] }',
  cert: '{ port: 8884, tls: {}, auth: [certificate] }',
  psk: '{ port: 8885, tls: { psk: {} }, auth: [psk] }',
  ws: '{ port: 8080, transport: websocket, bind: 127.0.0.1, auth: [anonymous] }',
  wss: '{ port: 8081, transport: websocket, tls: {}, auth: [password] }',
} as const

type Name = keyof typeof LISTENERS

function spec(access: string, names: readonly Name[]): string {
  const listeners = names.map((name) => `      ${name}: ${LISTENERS[name]}`)
  return `mqttopia: 1
name: listeners
brokers:
  b:
    host: localhost
    access: ${access}
    listeners:
${listeners.join('\n')}
users:
${names.some((name) => LISTENERS[name].includes('password')) ? '  word: { at: b, auth: { password: { generate: {} } }, publish: [by/word] }' : ''}
${names.includes('cert') ? '  card: { at: b, auth: { certificate: client }, publish: [by/card] }' : ''}
${names.includes('psk') ? '  key: { at: b, auth: { psk: { generate: {} } }, publish: [by/key] }' : ''}
${names.some((name) => LISTENERS[name].includes('anonymous')) ? '  anonymous: { at: b, publish: [by/anonymous] }' : ''}
`
}

const CASES: readonly { readonly what: string; readonly access: string; readonly names: readonly Name[] }[] =
  [
    {
      what: 'logins that differ',
      access: 'acl-file',
      names: ['open', 'both', 'mqtts', 'cert', 'psk', 'ws', 'wss'],
    },
    { what: 'one login for all', access: 'acl-file', names: ['plain', 'mqtts', 'cert', 'psk', 'wss'] },
    {
      what: 'anonymous clients beside certificates',
      access: 'acl-file',
      names: ['open', 'cert', 'psk', 'ws'],
    },
    {
      what: 'the plugin, logins that differ',
      access: 'dynamic-security',
      names: ['both', 'mqtts', 'cert', 'psk', 'wss'],
    },
    { what: 'the plugin, one login', access: 'dynamic-security', names: ['plain', 'mqtts', 'cert', 'wss'] },
  ]

/** The reference broker loads no plugin: what names one is refused at its start. */
function casesOf(engine: Engine) {
  return CASES.filter(({ access }) => engine === 'mosquitto' || access === 'acl-file')
}

describeOnBoth('listeners', [], (engine) => {
  test.each(casesOf(engine))('$access, $what', async ({ access, names, what }) => {
    const path = join(folder, `${access} ${what}.yaml`)
    writeFileSync(path, spec(access, names))
    const example = await runExample(path, { engine })
    try {
      const observed = example.brokers.get('b')
      const here = example.topology.brokers.find(({ name }) => name === 'b')
      if (observed === undefined || here === undefined) throw new Error('no broker')
      expect(await observed.broker.complaints()).toEqual([])
      const wrong: string[] = []
      for (const listener of here.listeners) {
        for (const [kind, who] of attempts(example, listener)) {
          const isIn = await admits(who.user)
          if (isIn !== who.isIn) wrong.push(`${kind} at ${listener.name}: ${isIn}`)
          if (isIn && who.isIn)
            wrong.push(...(await wrongRights(example, listener, kind as AuthKind, who.user)))
        }
      }
      expect(wrong).toEqual([])
      for (const { bind, port = 0 } of here.listeners) {
        if (bind === '127.0.0.1') expect(listenAddresses(example.ports.get(port) ?? 0)).toEqual(['0100007F'])
      }
    } finally {
      await example.stop()
    }
  })
})

interface Attempt {
  readonly user: ProbeUser
  /** The spec lets this one in. */
  readonly isIn: boolean
}

/** Every kind of credential, right ones and wrong ones, at one listener. */
function* attempts(
  { topology, materials, ports, as }: ExampleRun,
  listener: Listener,
): Iterable<[string, Attempt]> {
  const { auth, tls, transport, port = 0 } = listener
  const scheme = transport === 'websocket' ? (tls ? 'wss' : 'ws') : tls ? 'mqtts' : 'mqtt'
  const url = `${scheme}://localhost:${ports.get(port)}`
  const hasWord = topology.users.some(({ name }) => name === 'word')
  const word = { username: 'word', password: hasWord ? materials.password('word') : 'x' }
  const credentials = topology.users.flatMap((user): [string, Partial<ProbeUser>][] => {
    const kind = user.authentication.kind
    if (kind !== 'certificate' && kind !== 'psk') return []
    const [here] = user.at
    if (here === undefined) throw new Error('nowhere')
    const { url: _, ...rest } = as(user, here)
    return [[kind, rest]]
  })
  if (tls?.kind === 'psk') {
    for (const [kind, given] of credentials)
      if (kind === 'psk')
        yield [kind, { user: { url, ...given, username: 'word', password: 'x' }, isIn: true }]
    return
  }
  yield ['anonymous', { user: { url }, isIn: auth.includes('anonymous') }]
  yield ['password', { user: { url, ...word }, isIn: auth.includes('password') }]
  yield ['wrong password', { user: { url, username: 'word', password: 'guess' }, isIn: false }]
  yield ['claimed name', { user: { url, username: 'word' }, isIn: false }]
  yield ['unknown name', { user: { url, username: 'stranger', password: 'x' }, isIn: false }]
  yield ['name of another kind', { user: { url, username: 'card', password: 'x' }, isIn: false }]
  for (const [kind, given] of credentials) {
    if (kind === 'certificate' && auth.includes('certificate'))
      yield [kind, { user: { url, ...given, username: 'word', password: 'x' }, isIn: true }]
  }
}

const NAMES = { anonymous: 'anonymous', password: 'word', certificate: 'card', psk: 'key' } as const

/** Publishing under one's own name must work, under any other not. */
async function wrongRights(
  { brokers }: ExampleRun,
  { name }: Listener,
  kind: AuthKind,
  user: ProbeUser,
): Promise<string[]> {
  const observed = brokers.get('b')
  if (observed === undefined) throw new Error('no broker')
  const owners = Object.values(NAMES)
  const questions = owners.map((owner) => ({ user, action: 'publish' as const, topic: `by/${owner}` }))
  const verdicts = await decideOnBroker(observed, questions)
  return owners
    .filter((owner, i) => verdicts[i] !== (owner === NAMES[kind]))
    .map((owner) => `${kind} at ${name} as ${owner}`)
}

/** Local addresses, in hexadecimal, that some process listens on at this port; proc(5), `/proc/net/tcp`. */
function listenAddresses(port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(`:${hex}`) && state === '0A')
    .map(([, local = '']) => local.slice(0, local.indexOf(':')))
}
