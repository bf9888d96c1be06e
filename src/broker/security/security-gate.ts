/** The gate of one broker: authenticates by listener, and knows everybody's rights. What was read anew takes its place whole. */

import type { Applicant, Gate } from '../hub/gate.ts'
import { rightsOf } from './access-rules.ts'
import type { Authenticator } from './authenticate.ts'
import { closedRights, type Rights } from './rights.ts'
import type { Securities } from './securities.ts'
import type { Security } from './security.ts'
import type { Verdict } from './verdict.ts'

export class SecurityGate implements Gate {
  readonly #authenticator: Authenticator
  securities: Securities

  constructor(authenticator: Authenticator, securities: Securities) {
    this.#authenticator = authenticator
    this.securities = securities
  }

  admit({ connect, listener, peer, remoteAddress }: Applicant): Verdict | Promise<Verdict> {
    const security = this.securityOf(listener.name)
    return this.#authenticator.authenticate({ connect, listener, security, peer, remoteAddress })
  }

  rightsOf(listener: string | undefined, clientId: string, username: string | undefined): Rights {
    const { perListener, byListener } = this.securities
    if (perListener && !byListener.has(listener ?? '')) return closedRights
    const { access } = this.securityOf(listener)
    return rightsOf(access, username === undefined ? { clientId } : { clientId, username })
  }

  securityOf(listener: string | undefined): Security {
    const { global, byListener } = this.securities
    return (listener === undefined ? undefined : byListener.get(listener)) ?? global
  }

  /** The key of a PSK identity; an odd number of digits stands for one with a 0 before it. */
  pskKey(listener: string, identity: string): Buffer | undefined {
    const hex = this.securityOf(listener).preSharedKeys?.get(identity)
    return hex === undefined ? undefined : Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  }
}
