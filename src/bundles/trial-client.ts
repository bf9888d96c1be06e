/** Who may try a listener, and the files that take: for brokers that run on this machine, to have a command to copy. */

import { admits, authKindOf } from '../access/admission.ts'
import { isError } from '../diagnostics/diagnostic.ts'
import { runRules } from '../diagnostics/rule.ts'
import type { Artifact } from '../files/artifact.ts'
import { hasControls } from '../files/quote.ts'
import type { TemplateSource } from '../files/render-template.ts'
import type { Materials } from '../pki/materials.ts'
import type { Broker, Listener } from '../topology/broker.ts'
import type { Bundle } from '../topology/bundle.ts'
import type { Topology } from '../topology/topology.ts'
import { topologySubject } from '../topology/topology-subject.ts'
import type { User } from '../topology/user.ts'
import { buildBundles } from './build-bundles.ts'
import { clientTopics } from './client-topics.ts'
import { bundleRules } from './rules.ts'

export interface TrialClient {
  readonly broker: Broker
  readonly listener: Listener
  /** Absent where nobody whose keys mqttopia has may come in. */
  readonly user?: User
  /** `options`: of mosquitto_pub and mosquitto_sub; `pem`: for programs that speak MQTT over websockets. */
  readonly files: 'options' | 'pem'
  /** Of its files, in the output. */
  readonly folder: string
  readonly subscribes: boolean
  /** A topic that it may publish to. */
  readonly publishTo?: string
}

/** One for each listener, in the order of the topology. */
export function trialClients(topology: Topology): TrialClient[] {
  return topology.brokers.flatMap((broker) => {
    const clients = topology.users.filter((user) => user.at.includes(broker) && canBeTried(user))
    return broker.listeners.map((listener) => trialClient(topology, broker, listener, clients))
  })
}

function canBeTried({ kind, authentication }: User): boolean {
  const keepsKey = authentication.kind === 'certificate' && authentication.profile.csr
  return kind !== 'bridge' && !keepsKey
}

function trialClient(
  topology: Topology,
  broker: Broker,
  listener: Listener,
  clients: readonly User[],
): TrialClient {
  const user = bestOf(clients, listener)
  const place = {
    broker,
    listener,
    files: listener.transport === 'websocket' ? ('pem' as const) : ('options' as const),
    folder: `try/${broker.name}/${listener.name}`,
  }
  const isFit =
    user !== undefined && !runRules(bundleRules, topologySubject(alone(topology, place, user))).some(isError)
  if (!isFit) return { ...place, subscribes: false }
  const publishTo = topicOf(user)
  return {
    ...place,
    user,
    subscribes: subscribes(user),
    ...(publishTo === undefined ? {} : { publishTo }),
  }
}

/** One of its topic names, or a name in one of its filters, where nothing is denied. */
function topicOf(user: User): string | undefined {
  const topics = clientTopics(user, 'publish', 0).filter(({ topic }) => !hasControls(topic))
  const name = topics.find(({ wildcard }) => !wildcard) ?? topics[0]
  if (name?.wildcard !== true) return name?.topic
  const isDenied = user.grants.some(({ effect, action }) => effect === 'deny' && action === 'publish')
  return isDenied ? undefined : name.topic.replaceAll(/[+#]/g, 'trial')
}

/** The first of those who have most in their favour. */
function bestOf(clients: readonly User[], listener: Listener): User | undefined {
  let best: { readonly user: User; readonly merit: number } | undefined
  for (const user of clients) {
    if (!admits(listener, user)) continue
    const merit = meritOf(user, listener)
    if (best === undefined || merit > best.merit) best = { user, merit }
  }
  return best?.user
}

/** Somebody who hears something, who is meant to come in here, and whose own connection a trial does not take over. */
function meritOf(user: User, listener: Listener): number {
  const points = [subscribes(user), user.listener === listener.name, user.clientId === undefined]
  const merits = [...points, user.kind === 'user', authKindOf(user.authentication) !== 'anonymous']
  return merits.reduce((sum, has) => 2 * sum + Number(has), 0)
}

function subscribes({ grants }: User): boolean {
  return grants.some(({ effect, action }) => effect === 'allow' && action === 'subscribe')
}

/** The files of all, each in its folder. */
export function* trialFiles(
  clients: readonly TrialClient[],
  topology: Topology,
  materials: Materials,
  templates: TemplateSource,
): Generator<Artifact> {
  for (const { broker, listener, user, files, folder } of clients) {
    if (user === undefined) continue
    for (const file of buildBundles(alone(topology, { broker, listener, files }, user), materials, templates))
      yield { ...file, path: `${folder}/${file.path.split('/').slice(IN_BUNDLE).join('/')}` }
  }
}

/** `clients`, the user, the bundle. */
const IN_BUNDLE = 3

/** The topology with this user as its only one, for this listener. */
function alone(
  topology: Topology,
  { broker, listener, files }: Pick<TrialClient, 'broker' | 'listener' | 'files'>,
  { fleet: _, ...user }: User,
): Topology {
  const bundle = files === 'pem' ? PEM : OPTIONS
  const only = { ...user, at: [broker], listener: listener.name, bundles: [bundle] }
  return { ...topology, users: [only], fleets: [], bundles: [bundle] }
}

const PEM: Bundle = { name: 'pem', format: 'pem', encryption: 'modern', templates: [], path: [] }
const OPTIONS: Bundle = { ...PEM, name: 'options', format: 'mosquitto' }
