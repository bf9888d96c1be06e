/** Whether a listener lets a user in. */

import { type Authority, chainOf } from '../topology/authority.ts'
import type { AuthKind, Listener } from '../topology/broker.ts'
import type { Authentication, User } from '../topology/user.ts'

/** The kind of `auth` that a listener must have for a user. */
export function authKindOf({ kind }: Authentication): AuthKind {
  return kind === 'none' ? 'anonymous' : kind
}

/** Why a listener keeps a user out: it lacks the kind of auth, or does not trust the certificate's issuer. */
export type Refusal = 'auth' | 'trust'

/**
 * Takes a listener's `auth` at its word: that its TLS fits is for the checks to say, so that one mistake gives one
 * finding. {@link admits} looks at the TLS too.
 */
export function refusalOf({ auth, tls }: Listener, { authentication }: User): Refusal | undefined {
  if (!auth.includes(authKindOf(authentication))) return 'auth'
  if (authentication.kind !== 'certificate' || tls?.kind !== 'certificate') return undefined
  if (tls.clientAuth === 'none') return undefined
  return trusts(tls.trust, authentication.profile.issuer) ? undefined : 'trust'
}

/** True when a client with this user's credentials alone can connect: its kind of auth is on, and the TLS fits. */
export function admits({ auth, tls }: Listener, { authentication }: User): boolean {
  if (!auth.includes(authKindOf(authentication))) return false
  switch (authentication.kind) {
    case 'psk':
      return tls?.kind === 'psk'
    case 'certificate':
      return (
        tls?.kind === 'certificate' &&
        tls.clientAuth === 'required' &&
        trusts(tls.trust, authentication.profile.issuer)
      )
    default:
      return tls === undefined || (tls.kind === 'certificate' && tls.clientAuth === 'none')
  }
}

function trusts(trust: readonly Authority[], issuer: Authority): boolean {
  return chainOf(issuer).some(({ name }) => trust.some((trusted) => trusted.name === name))
}
