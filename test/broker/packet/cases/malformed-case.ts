import type { ProtocolVersion } from '../../../../src/broker/packet/packet.ts'

/** Bytes that break a rule, and what says so. The name begins with the statement of the standard, or its section. */
export interface MalformedCase {
  readonly name: string
  /** The versions of the connection that they are read in. */
  readonly versions: readonly ProtocolVersion[]
  /** For {@link hex}. */
  readonly bytes: string
  readonly reasonCode: number
  /** Shows that it is this rule that the bytes were refused for. */
  readonly message: string
}
