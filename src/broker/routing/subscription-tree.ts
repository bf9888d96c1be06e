/** All subscriptions of a broker, level by level (MQTT 5.0 4.7): finds those that match a topic name. */

import { SharedGroup } from './shared-group.ts'
import type { Subscriber, Subscription, Target } from './subscription.ts'

interface Node {
  children: Map<string, Node> | undefined
  /** Subscriptions that end here; one for each subscriber. */
  own: Map<Subscriber, Target> | undefined
  shared: Map<string, SharedGroup> | undefined
}

/** Who gets the messages of one topic. */
export interface Matches {
  readonly targets: readonly Target[]
  readonly groups: readonly SharedGroup[]
}

export class SubscriptionTree {
  readonly #root: Node = emptyNode()
  /** Subscriptions, shared ones included. */
  count = 0
  sharedCount = 0

  /** Adds one, or replaces the one that `subscriber` holds for the same filter; true when it is new. */
  add(subscriber: Subscriber, subscription: Subscription): boolean {
    const node = this.#nodeFor(subscription.filter)
    const { shareName, noLocal, identifier } = subscription
    const target: Target = {
      subscriber,
      subscription,
      takesFrames: !noLocal && identifier === undefined,
    }
    const isNew =
      shareName === undefined ? addOwn(node, target) : groupAt(node, shareName).add(subscriber, target)
    if (isNew) this.#count(shareName, 1)
    return isNew
  }

  remove(subscriber: Subscriber, { filter, shareName }: Subscription): boolean {
    const path = this.#path(filter)
    const node = path?.at(-1)?.node
    if (path === undefined || node === undefined) return false
    const removed =
      shareName === undefined ? removeOwn(node, subscriber) : removeShared(node, shareName, subscriber)
    if (!removed) return false
    this.#count(shareName, -1)
    prune(path)
    return true
  }

  matching(topic: string): Matches {
    const targets: Target[] = []
    const groups: SharedGroup[] = []
    collect(this.#root, topic.split('/'), 0, (node) => {
      if (node.own !== undefined) for (const target of node.own.values()) targets.push(target)
      if (node.shared !== undefined) for (const group of node.shared.values()) groups.push(group)
    })
    return { targets, groups }
  }

  #count(shareName: string | undefined, by: number): void {
    this.count += by
    if (shareName !== undefined) this.sharedCount += by
  }

  #nodeFor(filter: string): Node {
    let node = this.#root
    for (const level of filter.split('/')) {
      node.children ??= new Map()
      const child = node.children.get(level) ?? emptyNode()
      node.children.set(level, child)
      node = child
    }
    return node
  }

  /** The nodes from the root to that of `filter`. */
  #path(filter: string): Step[] | undefined {
    const path: Step[] = [{ level: '', node: this.#root }]
    let node = this.#root
    for (const level of filter.split('/')) {
      const child = node.children?.get(level)
      if (child === undefined) return undefined
      path.push({ level, node: child })
      node = child
    }
    return path
  }
}

interface Step {
  readonly level: string
  readonly node: Node
}

function emptyNode(): Node {
  return { children: undefined, own: undefined, shared: undefined }
}

function addOwn(node: Node, target: Target): boolean {
  node.own ??= new Map()
  const isNew = !node.own.has(target.subscriber)
  node.own.set(target.subscriber, target)
  return isNew
}

function groupAt(node: Node, name: string): SharedGroup {
  node.shared ??= new Map()
  const group = node.shared.get(name) ?? new SharedGroup(name)
  node.shared.set(name, group)
  return group
}

function removeOwn(node: Node, subscriber: Subscriber): boolean {
  const removed = node.own?.delete(subscriber) === true
  if (node.own?.size === 0) node.own = undefined
  return removed
}

function removeShared(node: Node, name: string, subscriber: Subscriber): boolean {
  const group = node.shared?.get(name)
  const removed = group?.remove(subscriber) === true
  if (group?.size === 0) node.shared?.delete(name)
  if (node.shared?.size === 0) node.shared = undefined
  return removed
}

/** Takes empty nodes at the end of `path` out of the tree. */
function prune(path: Step[]): void {
  for (let i = path.length - 1; i > 0; i--) {
    const step = path[i] as Step
    const { children, own, shared } = step.node
    if (children !== undefined || own !== undefined || shared !== undefined) return
    const parent = (path[i - 1] as Step).node
    parent.children?.delete(step.level)
    if (parent.children?.size === 0) parent.children = undefined
  }
}

/** Visits the nodes whose filters match; `#` also matches its parent level, and neither wildcard a first `$` [MQTT-4.7.2-1]. */
function collect(node: Node, levels: readonly string[], depth: number, visit: (node: Node) => void): void {
  const { children } = node
  if (children === undefined) {
    if (depth === levels.length) visit(node)
    return
  }
  const isReserved = depth === 0 && levels[0]?.startsWith('$') === true
  const rest = isReserved ? undefined : children.get('#')
  if (rest !== undefined) visit(rest)
  const level = levels[depth]
  if (level === undefined) {
    visit(node)
    return
  }
  const exact = children.get(level)
  if (exact !== undefined) collect(exact, levels, depth + 1, visit)
  const any = isReserved ? undefined : children.get('+')
  if (any !== undefined) collect(any, levels, depth + 1, visit)
}
