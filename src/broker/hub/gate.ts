/** Who is let in, and what they may do then. */

import type { ListenerConfig } from '../config/broker-config.ts'
import type { Connect } from '../packet/packet.ts'
import type { Rights } from '../security/rights.ts'
import type { Verdict } from '../security/verdict.ts'
import type { PeerIdentity } from '../transport/transport.ts'

export interface Applicant {
  readonly listener: ListenerConfig
  readonly peer: PeerIdentity
  readonly remoteAddress: string
  readonly connect: Connect
}

export interface Gate {
  /** A promise only where a password hash has to be computed. */
  admit(applicant: Applicant): Verdict | Promise<Verdict>
  /** `listener`: its name; of a session restored after a restart, perhaps of none that is there now. */
  rightsOf(listener: string | undefined, clientId: string, username: string | undefined): Rights
}
