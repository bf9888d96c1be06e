/** What somebody may do that an earlier topology did not let, each with what lets it now. */

import type { AccessChange, UserGroup } from '../../access/access-change.ts'
import { accessDiff } from '../../access/access-diff.ts'
import { changeText } from '../../access/access-diff-text.ts'
import { decide } from '../../access/decide.ts'
import { trace } from '../../access/trace.ts'
import type { Diagnostic, RelatedPlace, SpecPath } from '../../diagnostics/diagnostic.ts'
import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { type CodeDescription, diagnose } from '../../diagnostics/rule.ts'
import { shownWord } from '../../files/shown-word.ts'
import { findUser } from '../../topology/find-user.ts'
import type { Topology } from '../../topology/topology.ts'
import type { Grant, User } from '../../topology/user.ts'
import { definitionPath } from '../../topology/user-label.ts'
import { because, grantPlace, nowhere, type WrittenAt } from './violation.ts'

export const newAccessGained: CodeDescription = {
  code: 'new-access',
  severity: 'error',
  summary: 'somebody may do what an earlier revision did not let',
  explanation: prose`
    \`analyze --no-new-access REVISION\` compares all rights with those of an earlier revision, as exact sets of topics,
    and what bridges bring of everybody's messages to other brokers. Whatever somebody gains is a finding, at the grant or
    route behind it, the largest first. A deny that is gone gives as much as a new grant.

    Where it is meant, approve it: \`--allow-new user:NAME\`, \`fleet:NAME\` or \`group:NAME\`. What is taken away is none
    of this: \`mqttopia diff\` shows both.
  `,
}

export interface NewAccessOptions {
  /** As `revision main`. */
  readonly since: string
  /** Whose gains are meant. */
  readonly isApproved: (user: User) => boolean
  readonly writtenAt?: WrittenAt
}

/** More are counted. */
const MAX_TOLD = 100

/** `before` is absent where there was no spec: all is new then. */
export function newAccess(
  before: Topology | undefined,
  after: Topology,
  { since, isApproved, writtenAt = nowhere }: NewAccessOptions,
): Diagnostic[] {
  const approved = new Set(after.users.filter(isApproved).map(({ name }) => name))
  const rest = (topology: Topology): Topology => ({
    ...topology,
    users: topology.users.filter(({ name }) => !approved.has(name)),
  })
  const sides: Sides = {
    before: rest(before ?? { ...after, users: [], bridges: [] }),
    after: rest(after),
    writtenAt,
  }
  const gains = accessDiff(sides.before, sides.after).changes.filter(({ effect }) => effect === 'gain')
  return gains.slice(0, MAX_TOLD).map((gain, i) => {
    const left = i === MAX_TOLD - 1 ? gains.length - MAX_TOLD : 0
    const { at, related, reason = '' } = causeOf(sides, gain)
    return diagnose(newAccessGained, {
      message: `${changeText(gain)}${reason}: new since ${since}${left === 0 ? '' : `, and ${left} more like this`}`,
      at: { path: at },
      subject: subjectOf(gain),
      related,
      hint: `take it back, or approve it with ${approval(gain.who)}`,
    })
  })
}

interface Sides {
  readonly before: Topology
  readonly after: Topology
  readonly writtenAt: WrittenAt
}

interface Cause {
  readonly at: SpecPath
  readonly related: readonly RelatedPlace[]
  readonly reason?: string
}

function causeOf(sides: Sides, gain: AccessChange): Cause {
  const name = gain.who.names[0] ?? ''
  const [old, now] = [sides.before, sides.after].map(({ users }) => findUser(users, name))
  if (now === undefined) throw new Error(`nobody is called ${JSON.stringify(name)}`)
  return gain.over === undefined ? causeOfRight(sides, old, now, gain) : causeOfArrival(sides, now, gain)
}

function causeOfRight(
  { after, writtenAt }: Sides,
  old: User | undefined,
  now: User,
  { action, witness, broker: name }: AccessChange,
): Cause {
  const { grants } = decide(now, action, witness, FREE)
  const known = new Set(old?.grants.map(grantText))
  const fresh = grants.find((grant) => !known.has(grantText(grant)))
  const broker = after.brokers.find((one) => one.name === name)
  const deciding = fresh ?? grants[0]
  const related = broker === undefined ? [] : grantPlace({ broker, user: now, writtenAt }, deciding, witness)
  if (fresh !== undefined) return { at: fresh.path, related }
  const [deny] = old === undefined ? [] : decide(old, action, witness, FREE).grants
  return deny?.effect === 'deny'
    ? {
        ...{ at: deciding?.path ?? now.path, related },
        reason: `, since the deny of ${quoted(deny.filter.text)} is gone`,
      }
    : { at: definitionPath(now), related }
}

function causeOfArrival(
  { before, after, writtenAt }: Sides,
  now: User,
  { broker, witness, sentAs = '' }: AccessChange,
): Cause {
  const copies = now.at.flatMap((at) => trace(after, at, sentAs, 2))
  const { hops = [] } = copies.find((copy) => copy.broker.name === broker && copy.topic === witness) ?? {}
  const known = new Set(
    before.bridges.flatMap((bridge) => bridge.routes.map((route) => routeText(bridge.name, route))),
  )
  const fresh = hops.find(({ bridge, route }) => !known.has(routeText(bridge.name, route))) ?? hops[0]
  const [grant] = decide(now, 'publish', sentAs, FREE).grants
  const source = hops[0]?.from
  return {
    at: fresh?.route.path ?? grant?.path ?? now.path,
    related: [
      ...(source === undefined ? [] : grantPlace({ broker: source, user: now, writtenAt }, grant, sentAs)),
      ...hops
        .filter((hop) => hop !== fresh)
        .map(({ route, to }) => because(route.path, `this carries it to broker ${quoted(to.name)}`)),
    ],
  }
}

/** As a witness has it where clients choose their identifier. */
const FREE = { clientId: 'client' }

function grantText({ effect, action, filter }: Grant): string {
  return `${effect} ${action} ${filter.text}`
}

function routeText(
  bridge: string,
  { direction, local, remote }: Topology['bridges'][number]['routes'][number],
): string {
  return JSON.stringify([bridge, direction, local.text, remote.text])
}

/** A fleet that grows, or another witness, makes no other gain. */
function subjectOf({ who, broker, action, over, filters, within }: AccessChange): string {
  return JSON.stringify([who.fleet ?? who.names, broker, action, over, filters, within])
}

function approval({ fleet, names, count }: UserGroup): string {
  if (fleet !== undefined) return `"--allow-new ${shownWord(`fleet:${fleet}`)}"`
  const options = names.map((name) => `--allow-new ${shownWord(`user:${name}`)}`).join(' ')
  return `"${options}"${count > names.length ? ' and so on' : ''}`
}
