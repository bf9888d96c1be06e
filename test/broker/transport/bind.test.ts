import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { bindPlaces } from '../../../src/broker/transport/bind-places.ts'
import { openTestListener } from './open-test-listener.ts'

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
)
const loopback = Object.entries(networkInterfaces()).find(([, all]) =>
  all?.some(({ address }) => address === '127.0.0.1'),
)?.[0]

test('without an address, a listener is for all of both families, as far as the machine has them', async () => {
  expect(await bindPlaces({})).toEqual([
    { host: '0.0.0.0', family: 4, isOptional: true },
    { host: '::', family: 6, isOptional: true },
  ])
})

test('all addresses of a listener are bound to one port', async () => {
  const hosts = hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1', '127.0.0.2']
  const { listener, port } = await openTestListener({ addresses: hosts })
  expect(listener.addresses).toEqual(hosts.map((address) => ({ address, port })))
  for (const host of hosts) {
    const socket = connect({ host, port })
    await once(socket, 'connect')
    socket.destroy()
  }
})

test.each([
  ['ipv4', ['127.0.0.1']],
  ['ipv6', ['::1']],
] as const)('of a name, the addresses of %s are bound', async (family, expected) => {
  if (family === 'ipv6' && !hasIpv6) return
  const { listener } = await openTestListener({ addresses: ['127.0.0.1', '::1'], family })
  expect(listener.addresses.map(({ address }) => address)).toEqual(expected)
})

test('an interface stands for its address', async () => {
  const { listener } = await openTestListener({
    addresses: ['0.0.0.0'],
    family: 'ipv4',
    bindInterface: String(loopback).toUpperCase(),
  })
  expect(listener.addresses.map(({ address }) => address)).toEqual(['127.0.0.1'])
})

test.each([
  [
    { addresses: ['192.0.2.1'] },
    'cannot listen on port 0 of 192.0.2.1: this machine does not have the address',
  ],
  [{ addresses: ['no-such-host.invalid'] }, /^cannot listen on no-such-host.invalid: the host name /],
  [{ bindInterface: 'none0' }, 'cannot listen on interface none0: there is none'],
  [
    { addresses: ['127.0.0.2'], bindInterface: String(loopback) },
    `cannot listen on 127.0.0.2: it is no address of interface ${loopback}`,
  ],
  [{ addresses: ['127.0.0.1'], family: 'ipv6' }, 'cannot listen on 127.0.0.1: no address of the family'],
] as const)('%j cannot be listened on', async (set, message) => {
  await expect(openTestListener(set)).rejects.toThrow(message)
})

test('a port that another program has is refused, and the other addresses are free again', async () => {
  const other = createServer().listen(0, '127.0.0.2')
  await once(other, 'listening')
  onTestFinished(() => {
    other.close()
  })
  const at = other.address()
  const port = typeof at === 'object' && at !== null ? at.port : 0
  await expect(openTestListener({ port, addresses: ['127.0.0.1', '127.0.0.2'] })).rejects.toThrow(
    `cannot listen on port ${port} of 127.0.0.2: another program listens there already`,
  )
  await openTestListener({ port, addresses: ['127.0.0.1'] })
})
