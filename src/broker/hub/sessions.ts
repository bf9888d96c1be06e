/** All sessions of a broker, by client identifier, and what the passing of time does to them. */

import type { Router } from '../routing/router.ts'
import type { Session } from '../session/session.ts'
import { NEVER_EXPIRES } from '../session/session.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'

export class Sessions {
  readonly #byClientId = new Map<string, Session>()
  /** Those that are not connected. */
  readonly #offline = new Set<Session>()
  readonly #router: Router
  readonly #store: Store | undefined
  readonly #clock: Clock

  constructor(router: Router, store: Store | undefined, clock: Clock) {
    this.#router = router
    this.#store = store
    this.#clock = clock
  }

  get(clientId: string): Session | undefined {
    return this.#byClientId.get(clientId)
  }

  get count(): number {
    return this.#byClientId.size
  }

  get offlineCount(): number {
    return this.#offline.size
  }

  values(): Iterable<Session> {
    return this.#byClientId.values()
  }

  /** Those that are not connected. */
  offline(): Iterable<Session> {
    return this.#offline
  }

  add(session: Session): void {
    this.#byClientId.set(session.clientId, session)
    this.moved(session)
  }

  /** Ends a session: its subscriptions, its messages, and what the store has of it. */
  remove(session: Session): void {
    for (const subscription of [...session.subscriptions.values()]) {
      this.#router.unsubscribe(session, subscription)
      session.unsubscribe(subscription.requested)
    }
    this.#offline.delete(session)
    if (this.#byClientId.get(session.clientId) === session) this.#byClientId.delete(session.clientId)
    this.#store?.removeSession(session.clientId)
  }

  /** To be called when the connection of a session has begun or ended. */
  moved(session: Session): void {
    if (session.outlet === undefined) this.#offline.add(session)
    else this.#offline.delete(session)
  }

  /** Notes what is to survive the broker: sessions that outlive their connection, and wills. */
  save(session: Session): void {
    if (session.expirySeconds === 0 && session.will === undefined && !session.isStored) return
    session.isStored = true
    const { clientId, owner, expirySeconds, disconnectedAt, will, willDueAt } = session
    const { toMachineTime } = this.#clock
    this.#store?.putSession({
      clientId,
      sessionExpirySeconds: expirySeconds,
      ...(owner.username === undefined ? {} : { username: owner.username }),
      ...(owner.listener === undefined ? {} : { listener: owner.listener }),
      ...(disconnectedAt === undefined ? {} : { disconnectedAt: toMachineTime(disconnectedAt) }),
      ...(will === undefined
        ? {}
        : { will: { will, ...(willDueAt === undefined ? {} : { dueAt: toMachineTime(willDueAt) }) } }),
    })
  }

  /** Those whose time is over at `now`. */
  *expired(now: number): Generator<Session> {
    for (const session of this.#offline) {
      const { disconnectedAt, expirySeconds } = session
      if (disconnectedAt === undefined || expirySeconds === NEVER_EXPIRES) continue
      if (disconnectedAt + expirySeconds * 1000 <= now) yield session
    }
  }

  /** Those that are away and have a will whose delay is over. */
  *withDueWill(now: number): Generator<Session> {
    for (const session of this.#offline)
      if (session.willDueAt !== undefined && session.willDueAt <= now) yield session
  }
}
