/** IP addresses between text and the octets of a certificate (RFC 5280 4.2.1.6). */

import { isIPv4, isIPv6 } from 'node:net'

/** 4 or 16 bytes; `undefined` where `text` is no IP address, or one with a zone. */
export function ipAddressBytes(text: string): Buffer | undefined {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number))
  if (!isIPv6(text) || text.includes('%')) return undefined
  const [head = '', tail] = canonicalIpv6(text).split('::')
  const [left, right] = [groups(head), groups(tail ?? '')]
  const zeros = Array<number>(8 - left.length - right.length).fill(0)
  const bytes = Buffer.alloc(16)
  for (const [i, group] of [...left, ...zeros, ...right].entries()) bytes.writeUInt16BE(group, 2 * i)
  return bytes
}

/** The shortest text (RFC 5952); `undefined` where `bytes` are not 4 or 16. */
export function ipAddressText(bytes: Buffer): string | undefined {
  if (bytes.length === 4) return [...bytes].join('.')
  if (bytes.length !== 16) return undefined
  const words = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16))
  return canonicalIpv6(words.join(':'))
}

/** The WHATWG URL parser writes RFC 5952, and an embedded IPv4 address as two groups. */
function canonicalIpv6(text: string): string {
  return new URL(`http://[${text}]`).hostname.slice(1, -1)
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}
