import { expect, test } from 'vitest'
import { readProxyV1 } from '../../../../src/broker/transport/proxy/proxy-v1.ts'

const corrupt = { is: 'refused', reason: 'the PROXY header is corrupt' }

test.each([
  ['PROXY TCP4 192.0.2.1 198.51.100.1 50000 1883\r\n', { address: '192.0.2.1', port: 50_000 }],
  ['PROXY TCP6 2001:db8::1 2001:db8::2 1 65535\r\n', { address: '2001:db8::1', port: 1 }],
])('%j names a client', (text, client) => {
  const header = { is: 'client', length: text.length, isSecure: false, ...client }
  expect(readProxyV1(Buffer.from(text))).toEqual(header)
  expect(readProxyV1(Buffer.from(`${text}\x10\x0c`))).toEqual(header)
})

test.each(['PROXY UNKNOWN\r\n', 'PROXY UNKNOWN ffff:f... ffff:f... 65535 65535\r\n'])(
  '%j names nobody',
  (text) => {
    expect(readProxyV1(Buffer.from(text))).toEqual({ is: 'unknown', length: text.length })
  },
)

test('every beginning of a header is incomplete', () => {
  const text = 'PROXY TCP4 192.0.2.1 198.51.100.1 50000 1883\r\n'
  for (let length = 0; length < text.length; length++)
    expect(readProxyV1(Buffer.from(text.slice(0, length)))).toEqual({ is: 'incomplete' })
})

test.each([
  '\x10\x0c\0\x04MQTT',
  'PROXYTCP4 192.0.2.1 198.51.100.1 50000 1883\r\n',
  'PROXY TCP5 192.0.2.1 198.51.100.1 50000 1883\r\n',
  'PROXY TCP4 2001:db8::1 198.51.100.1 50000 1883\r\n',
  'PROXY TCP4 192.0.2.1 198.51.100 50000 1883\r\n',
  'PROXY TCP4 192.0.2.1 198.51.100.1 0 1883\r\n',
  'PROXY TCP4 192.0.2.1 198.51.100.1 50000 65536\r\n',
  'PROXY TCP4 192.0.2.1 198.51.100.1 50000 1883 \r\n',
  'PROXY TCP4 192.0.2.1  198.51.100.1 50000 1883\r\n',
  'PROXY TCP4 192.0.2.1 198.51.100.1 50000\r\n',
  'PROXY \r\n',
  `PROXY UNKNOWN ${'x'.repeat(100)}`,
])('%j is corrupt', (text) => {
  expect(readProxyV1(Buffer.from(text))).toEqual(corrupt)
})
