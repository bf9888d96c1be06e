/** From a topic name to its receivers: a cache over the subscription tree, so that hot topics cost one lookup. */

import type { SharedGroup } from './shared-group.ts'
import type { Subscriber, Subscription, Target } from './subscription.ts'
import { SubscriptionTree } from './subscription-tree.ts'

/** The receivers of one topic who may read it. Good while {@link Router.isCurrent} says so. */
export interface Route {
  readonly topic: string
  readonly targets: readonly Target[]
  readonly groups: readonly SharedGroup[]
  readonly epoch: number
  /** Set when a subscription without wildcards changed it. */
  isStale: boolean
}

const MAX_ROUTES = 100_000
/** Characters of their topics: a topic may have 65,535 bytes. */
const MAX_TOPICS_LENGTH = 16 * 1024 * 1024

export class Router {
  readonly #tree = new SubscriptionTree()
  #routes = new Map<string, Route>()
  #topicsLength = 0
  #epoch = 0

  get subscriptionCount(): number {
    return this.#tree.count
  }

  get sharedSubscriptionCount(): number {
    return this.#tree.sharedCount
  }

  /** How many topics have their receivers at hand. */
  get routeCount(): number {
    return this.#routes.size
  }

  /** True when the subscription is new, false when it replaces one. */
  subscribe(subscriber: Subscriber, subscription: Subscription): boolean {
    const isNew = this.#tree.add(subscriber, subscription)
    this.#forget(subscription.filter)
    return isNew
  }

  unsubscribe(subscriber: Subscriber, subscription: Subscription): boolean {
    const removed = this.#tree.remove(subscriber, subscription)
    if (removed) this.#forget(subscription.filter)
    return removed
  }

  route(topic: string): Route {
    const known = this.#routes.get(topic)
    if (known !== undefined && this.isCurrent(known)) return known
    const { targets, groups } = this.#tree.matching(topic)
    const readers = singly(targets.filter(({ subscriber }) => subscriber.mayRead(topic)))
    const route: Route = { topic, targets: readers, groups, epoch: this.#epoch, isStale: false }
    this.#remember(route)
    return route
  }

  #remember(route: Route): void {
    const { topic } = route
    const isFull = this.#routes.size >= MAX_ROUTES || this.#topicsLength + topic.length > MAX_TOPICS_LENGTH
    if (isFull) this.#clear()
    this.#routes.set(topic, route)
    this.#topicsLength += topic.length
  }

  isCurrent(route: Route): boolean {
    return route.epoch === this.#epoch && !route.isStale
  }

  /** To be called when rights change: receivers are checked anew. */
  forgetAll(): void {
    this.#epoch++
    this.#clear()
  }

  #clear(): void {
    this.#routes.clear()
    this.#topicsLength = 0
  }

  /** Filters without wildcards concern one route; others may concern any. */
  #forget(filter: string): void {
    if (/[+#]/.test(filter)) {
      this.forgetAll()
      return
    }
    const route = this.#routes.get(filter)
    if (route === undefined) return
    route.isStale = true
    this.#routes.delete(filter)
    this.#topicsLength -= filter.length
  }
}

/**
 * Frames that are passed on together would come twice, one series after the other, to those whose subscriptions
 * overlap; they get message by message, so that all copies are in order [MQTT-4.6.0-6].
 */
function singly(targets: readonly Target[]): readonly Target[] {
  const seen = new Set<Subscriber>()
  const repeated = new Set<Subscriber>()
  for (const { subscriber } of targets) (seen.has(subscriber) ? repeated : seen).add(subscriber)
  if (repeated.size === 0) return targets
  return targets.map((target) =>
    repeated.has(target.subscriber) ? { ...target, takesFrames: false } : target,
  )
}
