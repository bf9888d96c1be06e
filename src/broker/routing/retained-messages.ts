/** The last retained message of each topic, found by topic filter (MQTT 5.0 3.3.1.3). */

import type { Message } from '../message/message.ts'

interface Node {
  children: Map<string, Node> | undefined
  message: Message | undefined
}

export class RetainedMessages {
  readonly #root: Node = { children: undefined, message: undefined }
  count = 0
  /** Bytes of their payloads. */
  bytes = 0

  set(message: Message): void {
    let node = this.#root
    for (const level of message.topic.split('/')) {
      node.children ??= new Map()
      let child = node.children.get(level)
      if (child === undefined) {
        child = { children: undefined, message: undefined }
        node.children.set(level, child)
      }
      node = child
    }
    if (node.message === undefined) this.count++
    this.bytes += message.payload.length - (node.message?.payload.length ?? 0)
    node.message = message
  }

  /** True when there was one. */
  remove(topic: string): boolean {
    const path = [this.#root]
    const levels = topic.split('/')
    for (const level of levels) {
      const child = path.at(-1)?.children?.get(level)
      if (child === undefined) return false
      path.push(child)
    }
    const node = path.at(-1)
    if (node?.message === undefined) return false
    this.count--
    this.bytes -= node.message.payload.length
    node.message = undefined
    prune(path, levels)
    return true
  }

  get(topic: string): Message | undefined {
    let node: Node | undefined = this.#root
    for (const level of topic.split('/')) node = node?.children?.get(level)
    return node?.message
  }

  /** By topic, level by level, in the order in which the levels came up first. */
  *matching(filter: string): Generator<Message> {
    yield* matchingBelow(this.#root, filter.split('/'), 0)
  }

  *all(): Generator<Message> {
    yield* everythingBelow(this.#root, false)
  }
}

function* matchingBelow(node: Node, levels: readonly string[], depth: number): Generator<Message> {
  const level = levels[depth]
  if (level === undefined) {
    if (node.message !== undefined) yield node.message
  } else if (level === '#') {
    yield* everythingBelow(node, depth === 0)
  } else if (level === '+') {
    for (const [name, child] of node.children ?? [])
      if (depth > 0 || !name.startsWith('$')) yield* matchingBelow(child, levels, depth + 1) // [MQTT-4.7.2-1]
  } else {
    const child = node.children?.get(level)
    if (child !== undefined) yield* matchingBelow(child, levels, depth + 1)
  }
}

function* everythingBelow(node: Node, isRoot: boolean): Generator<Message> {
  if (node.message !== undefined) yield node.message
  for (const [name, child] of node.children ?? [])
    if (!isRoot || !name.startsWith('$')) yield* everythingBelow(child, false)
}

function prune(path: readonly Node[], levels: readonly string[]): void {
  for (let i = levels.length; i > 0; i--) {
    const node = path[i]
    if (node === undefined || node.children !== undefined || node.message !== undefined) return
    const parent = path[i - 1]
    parent?.children?.delete(levels[i - 1] ?? '')
    if (parent?.children?.size === 0) parent.children = undefined
  }
}
