/** A message on its way, broker by broker. */

import type { Hop } from '../../access/hops.ts'
import type { Copy, Recipient } from '../../access/trace.ts'
import type { Locate } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { placeOf } from '../../diagnostics/spec-line.ts'
import type { EmittedLines } from '../../targets/mosquitto/emitted-lines.ts'
import { counted } from '../../topology/user-label.ts'
import { emittedText } from './lines-of.ts'
import { grantLine } from './spec-lines.ts'
import { usersText } from './users-text.ts'

const REASONS = {
  'came-over-it': 'it came over this bridge, which does not send it back',
  'other-topics': 'the route has other topics',
  refused: 'the far broker refuses it to the bridge',
} as const

const MAX_LISTED = 8

export function traceText(copies: readonly Copy[], lines: EmittedLines, locate: Locate): string {
  return copies.map((copy) => copyText(copy, copies, { lines, locate })).join('')
}

interface Places {
  readonly lines: EmittedLines
  readonly locate: Locate
}

function copyText(copy: Copy, copies: readonly Copy[], { lines, locate }: Places): string {
  const { broker, topic, qos, receivers, denied, others, notOver } = copy
  const twice =
    copies.filter((other) => other.broker === broker).length > 1
      ? '; a copy: it comes here more than once'
      : ''
  const rest = others - denied.reduce((sum, { users }) => sum + users.length, 0)
  const recipient = (one: Recipient) => {
    const emitted = lines.deciding(broker, one.users[0], 'subscribe', topic)
    return `${recipientText(one, locate)}${emittedText(emitted, '    ')}`
  }
  return [
    `${arrival(copy.hops, locate)}broker ${quoted(broker.name)} has it as ${quoted(topic)}, at most QoS ${qos}${twice}\n`,
    ...listed(receivers, (receiver) => `  received by ${recipient(receiver)}`),
    ...(receivers.length === 0 ? ['  received by nobody\n'] : []),
    ...listed(denied, (one) => `  denied to ${recipient(one)}`),
    ...(rest > 0 ? [`  no grant of ${counted(rest, 'other user')} matches\n`] : []),
    ...listed(notOver, ({ hop, because }) => `  not over ${hopText(hop, locate)}: ${REASONS[because]}\n`),
  ].join('')
}

function listed<T>(all: readonly T[], text: (one: T) => string): readonly string[] {
  const shown = all.slice(0, MAX_LISTED).map(text)
  return all.length > shown.length ? [...shown, `  and ${all.length - shown.length} more of these\n`] : shown
}

function arrival(hops: readonly Hop[], locate: Locate): string {
  const last = hops.at(-1)
  return last === undefined ? '' : `over ${hopText(last, locate)}\n`
}

function hopText({ bridge, source, target, route }: Hop, locate: Locate): string {
  const names =
    source.text === target.text ? quoted(source.text) : `${quoted(source.text)} as ${quoted(target.text)}`
  return `bridge ${quoted(bridge.name)}, ${names}, ${placeOf(locate, route.path)}`
}

function recipientText({ users, grants }: Recipient, locate: Locate): string {
  const [grant] = grants
  return grant === undefined
    ? `${usersText(users)}\n`
    : `${usersText(users)}, by ${grantLine(locate, grant)}\n`
}
