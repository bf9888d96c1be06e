/** Who is let in, and what they may do then. */

import type { ListenerConfig } from '../config/broker-config.ts'
import type { Connect } from '../packet/packet.ts'
import type { SessionRights } from '../session/session.ts'
import type { PeerIdentity } from '../transport/transport.ts'

export interface Applicant {
  readonly listener: ListenerConfig
  readonly peer: PeerIdentity
  readonly remoteAddress: string
  /** With the identifier that the client was assigned, if it gave none. */
  readonly connect: Connect
}

export type GateVerdict =
  | { readonly admitted: true; readonly username: string | undefined; readonly clientId: string }
  | {
      readonly admitted: false
      readonly reasonCode: number
      readonly returnCode: number
      readonly reason: string
    }

export interface Gate {
  /** A promise only where a password hash has to be computed. */
  admit(applicant: Applicant): GateVerdict | Promise<GateVerdict>
  /** `listener`: its name; of a session restored after a restart, perhaps of none that is there now. */
  rightsOf(listener: string | undefined, clientId: string, username: string | undefined): SessionRights
}
