import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type ChosenPlaces, choosePlaces } from '../../../src/cli/up/choose-places.ts'
import { freePort } from '../../support/mosquitto-broker.ts'
import { resolveYaml } from '../../topology/resolve-yaml.ts'

function topology(ports: readonly (number | 'unix')[]) {
  const listeners = ports.map((port, i) =>
    port === 'unix'
      ? `l${i}: { transport: unix, path: /run/l${i}.sock, auth: [anonymous] }`
      : `l${i}: { port: ${port}, auth: [anonymous] }`,
  )
  return resolveYaml(`
mqttopia: 1
brokers: { b: { listeners: { ${listeners.join(', ')} } } }
users: { anonymous: { at: b, subscribe: [a] } }
`).topology
}

const NOTHING: ChosenPlaces = new Map()

async function choose(ports: readonly (number | 'unix')[], before = NOTHING, anyPort = false) {
  const chosen = await choosePlaces(topology(ports), { socketFolder: '/s', before, anyPort })
  return { chosen, list: Array.from(chosen.values(), ({ place }) => Object.values(place)[0]) }
}

async function busyPort(): Promise<number> {
  const server = createServer().listen(0, '0.0.0.0')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

test('a port of the spec stays, where it is free', async () => {
  const port = await freePort()
  expect((await choose([port])).list).toEqual([port])
})

test('a port of the spec is left to others where any will do', async () => {
  const port = await freePort()
  const { list } = await choose([port], NOTHING, true)
  expect(list[0]).not.toBe(port)
  expect(list[0]).toBeGreaterThan(1023)
})

test('a port that somebody else has, on whatever address, gives way to a free one', async () => {
  const port = await busyPort()
  const { list } = await choose([port])
  expect(list[0]).not.toBe(port)
  expect(list[0]).toBeGreaterThan(1023)
})

test('a port for which one has to be root gives way too', async () => {
  expect((await choose([443])).list[0]).toBeGreaterThan(1023)
})

test('two listeners never get one port', async () => {
  const port = await freePort()
  expect(new Set((await choose([port, port, port])).list).size).toBe(3)
})

test('a listener keeps its place while the spec says the same, although it is taken: by itself', async () => {
  const port = await busyPort()
  const { chosen, list } = await choose([port, 'unix'])
  expect((await choose([port, 'unix'], chosen)).list).toEqual(list)
  const other = await freePort()
  expect((await choose([other, 'unix'], chosen)).list).toEqual([other, list[1]])
})

test('a new socket does not take the path of one that is there', async () => {
  const { chosen, list } = await choose(['unix'])
  expect(list).toEqual(['/s/0.sock'])
  expect((await choose(['unix', 'unix'], chosen)).list).toEqual(['/s/0.sock', '/s/1.sock'])
})
