/** Writes headers of version 2 of the PROXY protocol. */

export interface V2Header {
  readonly command?: number
  readonly family: number
  readonly addresses: Buffer
  readonly values?: readonly Buffer[]
}

export function v2Header({ command = 1, family, addresses, values = [] }: V2Header): Buffer {
  const rest = Buffer.concat([addresses, ...values])
  const fixed = Buffer.from('0d0a0d0a000d0a515549540a00000000', 'hex')
  fixed.writeUInt8(0x20 | command, 12)
  fixed.writeUInt8(family, 13)
  fixed.writeUInt16BE(rest.length, 14)
  return Buffer.concat([fixed, rest])
}

export const ipv4 = {
  family: 0x11,
  addresses: Buffer.from([192, 0, 2, 1, 198, 51, 100, 1, 0xc3, 0x50, 0x07, 0x5b]),
}

/** `client`: bits of `pp2_tlv_ssl`; `verify`: 0 for a certificate that is good. */
export function sslValue(client: number, verify: number, commonName?: string): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(client, 0)
  head.writeUInt32BE(verify, 1)
  const name = commonName === undefined ? [] : [value(0x22, Buffer.from(commonName))]
  return value(0x20, Buffer.concat([head, value(0x21, Buffer.from('TLSv1.3')), ...name]))
}

export function value(type: number, content: Buffer): Buffer {
  const head = Buffer.alloc(3)
  head.writeUInt8(type, 0)
  head.writeUInt16BE(content.length, 1)
  return Buffer.concat([head, content])
}
