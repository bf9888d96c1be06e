/** Who a bridge is on its far broker, and what it may do there. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { filterProblem, parseFilter, problemText, type TopicFilter } from '../../topic/filter.ts'
import type { Route } from '../bridge.ts'
import { bridgeAnonymous } from '../codes/broker-codes.ts'
import { invalidTopic } from '../codes/value-codes.ts'
import type { Resolution } from '../resolution.ts'
import type { Grant, User } from '../user.ts'
import { authenticationMaker } from '../users/authentication-maker.ts'
import { ANONYMOUS } from '../users/resolve-users.ts'
import type { World } from '../users/world.ts'
import type { Dialled, Dialling } from './bridge-listener.ts'
import { bridgeProfile } from './bridge-profile.ts'

/** `bridge-NAME`. */
export function bridgeUsername(bridge: string): string {
  return `bridge-${bridge}`
}

/** The user of a bridge with these grants; `undefined` where its credentials are wrong, which is reported. */
export function bridgeUser(
  world: World,
  dialling: Dialling,
  { listener, kind }: Dialled,
  clientId: string,
  grants: readonly Grant[],
): User | undefined {
  const { name, spec, to, path } = dialling
  const username = bridgeUsername(name)
  const profile =
    kind === 'certificate' ? (spec.auth?.certificate ?? bridgeProfile(world, dialling, listener)) : ''
  if (profile === undefined) return undefined
  const { anonymous: _, ...written } = spec.auth ?? {}
  const auth = kind === 'certificate' ? { certificate: profile } : written
  const maker = authenticationMaker(world, auth, [...path, 'auth'], { variables: [] })
  const authentication = maker?.({ username, clientId, report: world.resolution.report })
  if (authentication === undefined) return undefined
  return {
    ...{ kind: 'bridge', name: username, at: [to], authentication, clientId, grants },
    ...{ bundles: [], groups: [], path },
  }
}

/** The anonymous user of the far broker; reports that there is none. */
export function anonymousAt(
  resolution: Resolution,
  users: readonly User[],
  { name, to, path }: Dialling,
): User | undefined {
  const anonymous = users.find(({ kind }) => kind === 'anonymous')
  if (anonymous?.at.includes(to)) return anonymous
  const isBroken = anonymous === undefined && Object.hasOwn(resolution.spec.users ?? {}, ANONYMOUS)
  if (isBroken || resolution.isDamaged(['users', ANONYMOUS])) return undefined
  resolution.report(bridgeAnonymous, {
    message: `bridge ${quoted(name)} is anonymous, but broker ${quoted(to.name)} has no user "anonymous"`,
    at: { path: [...path, 'auth'] },
    hint: `add ${quoted(to.name)} to users.anonymous.at, or give the bridge credentials`,
  })
  return undefined
}

/** What the routes need on the far broker, and the state that the bridge announces there. */
export function bridgeGrants(
  resolution: Resolution,
  routes: readonly Route[],
  { spec, path }: Dialling,
  clientId: string,
): Grant[] {
  const ofRoutes = routes.flatMap(({ direction, remote, qos, path }) => [
    ...(direction === 'in' ? [] : [grant('publish', remote, qos, path)]),
    ...(direction === 'out' ? [] : [grant('subscribe', remote, qos, path)]),
  ])
  if (spec.notifications !== 'both') return ofRoutes
  const state = stateTopic(resolution, clientId, [...path, 'notifications'])
  return state === undefined
    ? ofRoutes
    : [...ofRoutes, grant('publish', state, 1, [...path, 'notifications'])]
}

function grant(action: Grant['action'], filter: TopicFilter, qos: Grant['qos'] & {}, path: SpecPath): Grant {
  return { effect: 'allow', action, filter, qos, retain: 'allow', path }
}

/** mosquitto.conf(5), `notification_topic`. */
function stateTopic({ report }: Resolution, clientId: string, path: SpecPath): TopicFilter | undefined {
  const text = `$SYS/broker/connection/${clientId}/state`
  const problem = /[+#]/.test(clientId) ? 'wildcard' : filterProblem(text)
  if (problem === undefined) return parseFilter(text)
  const message = `the topic of the bridge's state would be ${quoted(text)}: ${problemText(problem)}`
  report(invalidTopic, { message, at: { path }, hint: 'choose another client identifier' })
  return undefined
}
