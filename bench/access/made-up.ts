/** Made-up topologies for measuring questions about access. */

import { parseFilter } from '../../src/topic/filter.ts'
import { parseTemplate } from '../../src/topic/filter-template.ts'
import type { Bridge } from '../../src/topology/bridge.ts'
import type { Broker } from '../../src/topology/broker.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { Grant, User } from '../../src/topology/user.ts'

const PATH = ['bench']

export function broker(name: string): Broker {
  return {
    ...{ name, host: name, dnsNames: [name], ipAddresses: [], access: 'acl-file', path: PATH },
    engine: { kind: 'mosquitto', version: '2.0', path: PATH },
    listeners: [
      {
        name: 'mqtt',
        transport: 'tcp',
        port: 1883,
        auth: ['password'],
        origins: [],
        protocolVersions: [],
        path: PATH,
      },
    ],
    ...{
      limits: {},
      persistence: { enabled: true, queueQos0: false },
      retain: { available: true, checkSource: true },
    },
    logging: { destinations: [], types: [], timestamps: true, connections: true },
    install: { config: '/c', data: '/d', log: '/l', plugins: '/p', user: 'mosquitto' },
  }
}

export function grant(action: Grant['action'], filter: string, effect: Grant['effect'] = 'allow'): Grant {
  return { effect, action, filter: parseTemplate(filter), retain: 'allow', path: PATH }
}

export function user(
  name: string,
  at: readonly Broker[],
  grants: readonly Grant[],
  rest: Partial<User> = {},
): User {
  return {
    ...{
      kind: 'user',
      name,
      at,
      grants,
      authentication: { kind: 'none' },
      bundles: [],
      groups: [],
      path: PATH,
    },
    ...rest,
  }
}

export function topology(
  brokers: readonly Broker[],
  users: readonly User[],
  bridges: readonly Bridge[] = [],
): Topology {
  return {
    ...{ name: 'bench', organization: 'bench', brokers, bridges },
    users: [...users, ...bridges.map((bridge) => bridge.user)],
    ...{ authorities: [], profiles: [], fleets: [], roles: [], bundles: [], policies: [], tests: [] },
  }
}

export function bridge(
  from: Broker,
  to: Broker,
  routes: readonly (readonly ['out' | 'in' | 'both', string])[],
): Bridge {
  const name = `${from.name}-${to.name}`
  const [listener] = to.listeners
  if (listener === undefined) throw new Error('a broker of the bench has a listener')
  const grants = routes.flatMap(([direction, filter]) => [
    ...(direction === 'in' ? [] : [grant('publish', filter)]),
    ...(direction === 'out' ? [] : [grant('subscribe', filter)]),
  ])
  return {
    ...{
      name,
      from,
      to,
      listener,
      clientId: name,
      clean: false,
      protocol: 5,
      notifications: 'none',
      start: 'automatic',
    },
    ...{ addresses: [], roundRobin: false, path: PATH },
    user: user(`bridge-${name}`, [to], grants, { kind: 'bridge' }),
    routes: routes.map(([direction, filter]) => ({
      ...{
        direction,
        local: parseFilter(filter),
        remote: parseFilter(filter),
        qos: 1,
        retain: 'keep',
        path: PATH,
      },
    })),
  }
}
