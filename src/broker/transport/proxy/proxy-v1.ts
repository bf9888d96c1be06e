/** Version 1 of the PROXY protocol: one line of text (proxy-protocol.txt 2.1). */

import { isIPv4, isIPv6 } from 'node:net'
import { CORRUPT, INCOMPLETE, type ProxyHeader, refused } from './proxy-header.ts'

/** With CR and LF, as the specification says. */
const MAX_BYTES = 107

const START = 'PROXY '

/** Reads the header at the start of `bytes`. */
export function readProxyV1(bytes: Buffer): ProxyHeader {
  const text = bytes.toString('latin1', 0, MAX_BYTES)
  const end = text.indexOf('\r\n')
  if (!startsAlike(text, START)) return refused(CORRUPT)
  if (end === -1) return bytes.length < MAX_BYTES ? INCOMPLETE : refused(CORRUPT)
  const length = end + 2
  const words = text.slice(START.length, end).split(' ')
  if (words[0] === 'UNKNOWN') return { is: 'unknown', length }
  const [protocol = '', from = '', to = '', fromPort = '', toPort = ''] = words
  const isAddress = protocol === 'TCP4' ? isIPv4 : protocol === 'TCP6' ? isIPv6 : undefined
  if (words.length !== 5 || isAddress === undefined || !isAddress(from) || !isAddress(to))
    return refused(CORRUPT)
  const port = portOf(fromPort)
  if (port === undefined || portOf(toPort) === undefined) return refused(CORRUPT)
  return { is: 'client', length, address: from, port, isSecure: false }
}

/** True when one of the two begins with the other. */
function startsAlike(text: string, start: string): boolean {
  return text.startsWith(start) || start.startsWith(text)
}

function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : undefined
}
