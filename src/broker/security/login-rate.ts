/**
 * Slows down guessing of passwords: after too many wrong ones from one address, log-ins from there are refused before
 * anything is hashed. A client with the right password is not slowed down: it never fails, and what the verifier
 * remembers is not asked here. Mosquitto has nothing like it.
 */

export interface LoginRateLimits {
  /** Failures from one address for one username that are free; they are forgotten over `windowSeconds`. */
  readonly failuresPerUser: number
  /** The same for all usernames together: many clients may stand behind one address. */
  readonly failuresPerAddress: number
  readonly windowSeconds: number
}

export const DEFAULT_LOGIN_RATE: LoginRateLimits = {
  failuresPerUser: 10,
  failuresPerAddress: 1000,
  windowSeconds: 60,
}

/** Of both kinds; the oldest are forgotten first. */
const MOST_REMEMBERED = 20_000

/** A bucket that drains: `level` failures at `atMs`. */
interface Failures {
  readonly level: number
  readonly atMs: number
}

export class LoginRate {
  readonly #limits: LoginRateLimits
  readonly #failures = new Map<string, Failures>()

  constructor(limits: LoginRateLimits = DEFAULT_LOGIN_RATE) {
    this.#limits = limits
  }

  /** `nowMs` of any clock that does not go back. */
  mayTry(address: string, username: string, nowMs: number): boolean {
    const { failuresPerUser, failuresPerAddress } = this.#limits
    const network = networkOf(address)
    return (
      this.#level(network, failuresPerAddress, nowMs) <= failuresPerAddress - 1 &&
      this.#level(userKey(network, username), failuresPerUser, nowMs) <= failuresPerUser - 1
    )
  }

  failed(address: string, username: string, nowMs: number): void {
    const { failuresPerUser, failuresPerAddress } = this.#limits
    const network = networkOf(address)
    this.#add(network, failuresPerAddress, nowMs)
    this.#add(userKey(network, username), failuresPerUser, nowMs)
  }

  #level(key: string, limit: number, nowMs: number): number {
    const failures = this.#failures.get(key)
    if (failures === undefined) return 0
    const drained = ((nowMs - failures.atMs) / (this.#limits.windowSeconds * 1000)) * limit
    return Math.max(0, failures.level - Math.max(0, drained))
  }

  #add(key: string, limit: number, nowMs: number): void {
    const level = Math.min(limit, this.#level(key, limit, nowMs) + 1)
    this.#failures.delete(key)
    this.#failures.set(key, { level, atMs: nowMs })
    if (this.#failures.size <= MOST_REMEMBERED) return
    for (const oldest of this.#failures.keys()) {
      this.#failures.delete(oldest)
      break
    }
  }
}

/** Long names are cut: a key costs memory, and nobody is hurt when two share one. */
function userKey(network: string, username: string): string {
  return `${network} ${username.slice(0, 64)}`
}

/** Who has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  const v4 = /^::ffff:([0-9.]+)$/i.exec(address)?.[1]
  if (v4 !== undefined) return v4
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === '' ? [] : tail.split(':')
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  return [...first, ...zeros, ...last].slice(0, 4).join(':')
}
