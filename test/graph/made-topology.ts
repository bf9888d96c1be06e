/** Topologies for pictures and reports, resolved from specs. */

import { compile } from '../../src/compile.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { memoryReader } from '../support/memory-reader.ts'

/** What a spec says; errors are for the caller to avoid. */
export async function resolved(spec: object): Promise<Topology> {
  const reader = memoryReader({ 'topology.json': JSON.stringify({ mqttopia: 1, ...spec }) })
  const options = { now: new Date('2027-01-01T00:00:00Z'), folderName: 'made' }
  const { topology } = await compile('topology.json', reader, options)
  if (topology === undefined) throw new Error('the spec has no topology')
  return topology
}

const LISTENERS = { mqtts: { port: 8883, tls: {}, auth: ['certificate'] } }
const auth = { certificate: 'client' }

/** Two brokers, a bridge that renames, a fleet, a group of users, users alike, one alone, one denied. */
export const YARD = {
  name: 'yard',
  brokers: {
    core: { host: 'core.example', listeners: LISTENERS },
    edge: { host: 'edge.example', listeners: { ...LISTENERS, local: { port: 1883, auth: ['anonymous'] } } },
  },
  bridges: {
    up: {
      from: 'edge',
      to: 'core',
      routes: [
        { out: 'press/+/state', remote: 'plant/press/+/state', qos: 1 },
        { in: 'cmd/#', remote: 'plant/cmd/#' },
      ],
    },
  },
  roles: {
    press: { publish: ['press/${username}/state'], subscribe: ['cmd/${username}/#'] },
    reader: { subscribe: ['plant/#'] },
  },
  groups: { readers: { roles: ['reader'], members: ['rita', 'rob'] } },
  fleets: {
    presses: {
      forEach: { range: { from: 1, to: 50, width: 4 } },
      username: '${each.n}',
      at: 'edge',
      auth,
      roles: ['press'],
    },
  },
  users: {
    rita: { at: 'core', auth },
    rob: { at: 'core', auth },
    pia: { at: 'core', auth, publish: ['notes/${username}'] },
    pit: { at: 'core', auth, publish: ['notes/pit'] },
    watch: { at: 'core', auth, subscribe: ['plant/#'], deny: [{ subscribe: 'plant/press/0007/#' }] },
    boss: { at: 'core', auth, publish: ['plant/cmd/#'] },
  },
}
