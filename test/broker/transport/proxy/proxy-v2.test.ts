import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readProxyV2 } from '../../../../src/broker/transport/proxy/proxy-v2.ts'
import { ipv4, sslValue, type V2Header, v2Header, value } from './v2-header.ts'

const corrupt = { is: 'refused', reason: 'the PROXY header is corrupt' }

const ipv6 = {
  family: 0x21,
  addresses: Buffer.from(`20010db8000000000000000000000001${'00'.repeat(16)}c350075b`, 'hex'),
}
const unix = { family: 0x31, addresses: Buffer.concat([Buffer.from('/run/client'), Buffer.alloc(205)]) }

const clients: readonly [string, V2Header, object][] = [
  ['IPv4', ipv4, { address: '192.0.2.1', port: 50_000, isSecure: false }],
  ['IPv6', ipv6, { address: '2001:db8::1', port: 50_000, isSecure: false }],
  ['a Unix socket', unix, { address: '/run/client', port: 0, isSecure: false }],
  [
    'IPv4, with values of no interest',
    { ...ipv4, values: [value(1, Buffer.from('mqtt')), value(4, Buffer.alloc(0))] },
    { address: '192.0.2.1', port: 50_000, isSecure: false },
  ],
  [
    'IPv4, over TLS',
    { ...ipv4, values: [sslValue(0x01, 1)] },
    { address: '192.0.2.1', port: 50_000, isSecure: true },
  ],
  [
    'IPv4, with a verified certificate',
    { ...ipv4, values: [value(4, Buffer.from('x')), sslValue(0x07, 0, 'press-1')] },
    { address: '192.0.2.1', port: 50_000, isSecure: true, commonName: 'press-1' },
  ],
  [
    'IPv4, with a certificate that is not good',
    { ...ipv4, values: [sslValue(0x07, 10, 'press-1')] },
    { address: '192.0.2.1', port: 50_000, isSecure: true },
  ],
  [
    'IPv4, with a name but without TLS',
    { ...ipv4, values: [sslValue(0x06, 0, 'press-1')] },
    { address: '192.0.2.1', port: 50_000, isSecure: false },
  ],
]

test.each(clients)('a client of %s is named', (_, header, client) => {
  const bytes = v2Header(header)
  const found = { is: 'client', length: bytes.length, ...client }
  expect(readProxyV2(bytes)).toEqual(found)
  expect(readProxyV2(Buffer.concat([bytes, Buffer.from('more')]))).toEqual(found)
  for (let length = 0; length < bytes.length; length++)
    expect(readProxyV2(bytes.subarray(0, length))).toEqual({ is: 'incomplete' })
})

test('a connection of the proxy itself is local', () => {
  const header = { command: 0, family: 0, addresses: Buffer.alloc(0) }
  expect(readProxyV2(v2Header(header))).toEqual({ is: 'local' })
})

test.each([
  ['something else', Buffer.from('PROXY TCP4 192.0.2.1 198.51.100.1 50000 1883\r\n')],
  [
    'another version',
    Buffer.from(v2Header(ipv4).toString('latin1').replace('\x21\x11', '\x11\x11'), 'latin1'),
  ],
  ['another command', v2Header({ ...ipv4, command: 2 })],
  ['no family', v2Header({ ...ipv4, family: 0 })],
  ['datagrams', v2Header({ ...ipv4, family: 0x12 })],
  ['half an address', v2Header({ ...ipv4, addresses: ipv4.addresses.subarray(0, 8) })],
  ['a value that is too long', v2Header({ ...ipv4, values: [Buffer.from([1, 0, 9, 0])] })],
  ['a value without a length', v2Header({ ...ipv4, values: [Buffer.from([1, 0])] })],
  ['facts on TLS that are too short', v2Header({ ...ipv4, values: [value(0x20, Buffer.from([1]))] })],
  ['more than Mosquitto takes', v2Header({ ...ipv4, values: [value(4, Buffer.alloc(500))] })],
])('a header with %s is corrupt', (_, bytes) => {
  expect(readProxyV2(bytes)).toEqual(corrupt)
})

test('whatever follows the signature is a header or a reason', () => {
  const whole = v2Header({ ...ipv4, values: [sslValue(0x07, 0, 'press-1')] })
  for (let i = 0; i < 2000; i++) {
    const bytes = Buffer.from(whole)
    const [at = 0, byte = 0] = randomBytes(2)
    bytes[12 + (at % (bytes.length - 12))] = byte
    expect(['client', 'local', 'incomplete', 'refused']).toContain(readProxyV2(bytes).is)
  }
})
