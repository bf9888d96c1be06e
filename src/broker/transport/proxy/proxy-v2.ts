/** Version 2 of the PROXY protocol: binary (proxy-protocol.txt 2.2), with what the proxy tells of TLS. */

import { SocketAddress } from 'node:net'
import { CORRUPT, INCOMPLETE, type ProxiedClient, type ProxyHeader, refused } from './proxy-header.ts'

const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex')
const FIXED_BYTES = 16
/** Mosquitto's limit for what follows. */
const MAX_REST_BYTES = 500

const VERSION_2 = 0x20
const LOCAL = 0
const PROXY = 1

const TYPE_SSL = 0x20
const SUBTYPE_SSL_CN = 0x22
const CLIENT_SSL = 0x01
const CLIENT_CERTIFICATE = 0x02 | 0x04

/** Address families over streams, and how many bytes their addresses take. */
const FAMILIES: Readonly<Record<number, number>> = { 17: 12, 33: 36, 49: 216 }
const IPV4 = 0x11
const IPV6 = 0x21

/** Reads the header at the start of `bytes`. */
export function readProxyV2(bytes: Buffer): ProxyHeader {
  const start = bytes.subarray(0, SIGNATURE.length)
  if (!start.equals(SIGNATURE.subarray(0, start.length))) return refused(CORRUPT)
  if (bytes.length < FIXED_BYTES) return INCOMPLETE
  const versionAndCommand = bytes.readUInt8(12)
  const command = versionAndCommand & 0x0f
  const restBytes = bytes.readUInt16BE(14)
  if ((versionAndCommand & 0xf0) !== VERSION_2 || command > PROXY || restBytes > MAX_REST_BYTES)
    return refused(CORRUPT)
  const length = FIXED_BYTES + restBytes
  if (bytes.length < length) return INCOMPLETE
  if (command === LOCAL) return { is: 'local' }
  const client = readClient(bytes.readUInt8(13), bytes.subarray(FIXED_BYTES, length))
  return client === undefined ? refused(CORRUPT) : { is: 'client', length, ...client }
}

function readClient(family: number, rest: Buffer): ProxiedClient | undefined {
  const addressBytes = FAMILIES[family]
  if (addressBytes === undefined || rest.length < addressBytes) return undefined
  const values = readValues(rest.subarray(addressBytes))
  const ssl = values?.get(TYPE_SSL)
  const security = ssl === undefined ? NOT_SECURE : readSecurity(ssl)
  if (values === undefined || security === undefined) return undefined
  return { ...readAddress(family, rest), ...security }
}

function readAddress(family: number, rest: Buffer): { readonly address: string; readonly port: number } {
  if (family === IPV4) return { address: rest.subarray(0, 4).join('.'), port: rest.readUInt16BE(8) }
  if (family === IPV6) return { address: ipv6Text(rest.subarray(0, 16)), port: rest.readUInt16BE(32) }
  const path = rest.subarray(0, 108)
  const end = path.indexOf(0)
  return { address: path.toString('utf8', 0, end === -1 ? path.length : end), port: 0 }
}

function ipv6Text(bytes: Buffer): string {
  const groups = bytes.toString('hex').match(/.{4}/g) ?? []
  return new SocketAddress({ family: 'ipv6', address: groups.join(':') }).address
}

const NOT_SECURE = { isSecure: false }

/** `pp2_tlv_ssl`: a set of bits, the result of the verification (0: good), and more values. */
function readSecurity(ssl: Buffer): Pick<ProxiedClient, 'isSecure' | 'commonName'> | undefined {
  if (ssl.length < 5) return undefined
  const values = readValues(ssl.subarray(5))
  if (values === undefined) return undefined
  const client = ssl.readUInt8(0)
  const isSecure = (client & CLIENT_SSL) !== 0
  const isVerified = isSecure && (client & CLIENT_CERTIFICATE) !== 0 && ssl.readUInt32BE(1) === 0
  const commonName = isVerified ? values.get(SUBTYPE_SSL_CN)?.toString('utf8') : undefined
  return commonName === undefined ? { isSecure } : { isSecure, commonName }
}

/** Values with a type and a length each; the first of each type. `undefined` when they do not fit. */
function readValues(bytes: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const values = new Map<number, Buffer>()
  for (let at = 0; at < bytes.length; ) {
    if (at + 3 > bytes.length) return undefined
    const type = bytes.readUInt8(at)
    const end = at + 3 + bytes.readUInt16BE(at + 1)
    if (end > bytes.length) return undefined
    if (!values.has(type)) values.set(type, bytes.subarray(at + 3, end))
    at = end
  }
  return values
}
