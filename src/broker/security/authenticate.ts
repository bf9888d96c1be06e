/**
 * Decides at CONNECT who a client is and whether it may come in, in the order of Mosquitto 2.1 (`handle__connect`):
 * client identifier, certificate or PSK, `use_username_as_clientid`, enhanced authentication, password file, anonymous.
 */

import type { ListenerConfig } from '../config/broker-config.ts'
import type { Connect } from '../packet/packet.ts'
import { REASON } from '../packet/reason-code.ts'
import type { PeerIdentity } from '../transport/transport.ts'
import { type ChosenClientId, chooseClientId } from './client-id.ts'
import { identityOf, takesIdentity } from './client-identity.ts'
import { LoginRate } from './login-rate.ts'
import { type PasswordVerdict, PasswordVerifier } from './password-verifier.ts'
import { mayBeAnonymous, type Security } from './security.ts'
import {
  type Admission,
  type Refusal,
  refuseForNow,
  refuseIdentity,
  refuseMethod,
  refuseUnauthorized,
  type Verdict,
} from './verdict.ts'

export interface LoginRequest {
  readonly connect: Connect
  readonly listener: ListenerConfig
  /** Of this listener. */
  readonly security: Security
  readonly peer: PeerIdentity
  readonly remoteAddress: string
}

/** One for a broker: it remembers passwords and failures over reloads of the configuration. */
export class Authenticator {
  readonly #now: () => number
  readonly #rate: LoginRate
  readonly #verifier = new PasswordVerifier()

  /** `now` in milliseconds, never going back. */
  constructor(now: () => number, rate = new LoginRate()) {
    this.#now = now
    this.#rate = rate
  }

  /** Not a promise when no password must be hashed. Never rejects. */
  authenticate(request: LoginRequest): Verdict | Promise<Verdict> {
    const { connect, listener, security } = request
    const chosen = chooseClientId(connect, listener, security.config)
    if ('admitted' in chosen) return chosen
    const isIdentified = takesIdentity(listener)
    const username = isIdentified ? identityOf(request.peer, listener) : connect.username || undefined
    if (isIdentified && username === undefined)
      return refuseIdentity(connect, 'the certificate or the PSK does not say who the client is')
    const clientId = listener.useUsernameAsClientId ? username : chosen.clientId
    if (clientId === undefined) return refuseUnauthorized(connect, 'there is no username for the identifier')
    const client = { ...chosen, clientId }
    if (connect.properties?.authenticationMethod !== undefined) return refuseMethod()
    return isIdentified ? admit(client, username) : this.#byPassword(request, client, username)
  }

  close(): Promise<void> {
    return this.#verifier.close()
  }

  #byPassword(
    request: LoginRequest,
    client: ChosenClientId,
    username: string | undefined,
  ): Verdict | Promise<Verdict> {
    const { connect, listener, security } = request
    const { passwords } = security
    if (username === undefined || passwords === undefined) {
      return mayBeAnonymous(listener, security)
        ? admit(client, username)
        : refuseUnauthorized(connect, username === undefined ? NO_NAME : NO_FILE)
    }
    const hash = passwords.get(username)
    const { password } = connect
    if (hash === undefined || password === undefined || password.length === 0)
      return this.#refuseLogin(request, username, hash === undefined ? UNKNOWN : NO_PASSWORD)
    const mayHash = () => this.#rate.mayTry(request.remoteAddress, username, this.#now())
    const conclude = (verdict: PasswordVerdict): Verdict => {
      if (verdict === 'right') return { ...admit(client, username), passwordHash: hash }
      return verdict === 'wrong'
        ? this.#refuseLogin(request, username, 'the password is wrong')
        : { ...refuseForNow(connect, REASON.connectionRateExceeded, THROTTLED), isThrottled: true }
    }
    const verdict = this.#verifier.verify(hash, password, mayHash)
    if (typeof verdict === 'string') return conclude(verdict)
    return verdict.then(conclude, () => refuseForNow(connect, REASON.serverUnavailable, BROKEN))
  }

  #refuseLogin({ connect, remoteAddress }: LoginRequest, username: string, because: string): Refusal {
    this.#rate.failed(remoteAddress, username, this.#now())
    return refuseUnauthorized(connect, because)
  }
}

function admit(client: ChosenClientId, username: string | undefined): Admission {
  return { admitted: true, ...client, ...(username !== undefined && { username }) }
}

const NO_NAME = 'clients without a username are not allowed here'
const NO_FILE = 'there is no password file, and clients without a password are not allowed here'
const UNKNOWN = 'the username is not in the password file'
const NO_PASSWORD = 'there is no password'
const THROTTLED = 'too many wrong passwords came from there, or too many at once'
const BROKEN = 'the password could not be checked'
