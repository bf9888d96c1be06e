import type { Packet, ProtocolVersion } from '../../../../src/broker/packet/packet.ts'

/** Bytes and the packet that they are, in each of the versions. */
export interface CodecCase {
  readonly name: string
  readonly versions: readonly ProtocolVersion[]
  /** For {@link hex}. */
  readonly bytes: string
  readonly packet: Packet
  /** The bytes are allowed, but not the shortest: they are read and not written. */
  readonly readOnly?: true
}
