import { expect, test } from 'vitest'
import { decide } from '../../src/access/decide.ts'
import { matches } from '../../src/topic/filter.ts'
import { instantiate } from '../../src/topic/filter-template.ts'
import type { Broker } from '../../src/topology/broker.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { User } from '../../src/topology/user.ts'
import { describeOnBoth } from '../broker/support/running-broker.ts'
import { type ExampleRun, runExample } from '../support/example-run.ts'
import { decideOnBroker, type ProbeQuestion } from '../support/mosquitto-probe.ts'

const CASES = [
  { spec: 'quickstart/topology.yaml' },
  { spec: 'home/topology.yaml' },
  { spec: 'sites/topology.yaml' },
  { spec: 'fleet/topology.yaml' },
  { spec: 'plant/topology.yaml', environment: 'dev' },
]

/** Of a fleet, that many devices are asked about; every single user is. */
const DEVICES_ASKED = 12

describeOnBoth('every example', [], (engine) => {
  test.each(CASES)(
    '$spec starts without a complaint, and allows each user exactly what the model says',
    async ({ spec, environment }) => {
      const example = await runExample(spec, { environment, engine })
      try {
        for (const [name, observed] of example.brokers) {
          expect(await observed.broker.complaints(), name).toEqual([])
        }
        const asked = example.topology.brokers.map((broker) => askedOf(example, broker))
        for (const { broker, questions, wanted } of asked) {
          const observed = example.brokers.get(broker.name)
          if (observed === undefined) throw new Error(`${broker.name} does not run`)
          const verdicts = await decideOnBroker(observed, questions)
          const wrong = questions.flatMap(({ action, topic }, i) =>
            verdicts[i] === wanted[i]?.allowed || isOfNoUse(example.topology, broker, action, topic)
              ? []
              : [`${wanted[i]?.name} ${action} ${topic}: ${verdicts[i]}`],
          )
          expect(wrong).toEqual([])
        }
        const all = asked.flatMap(({ wanted }) => wanted)
        expect(all.some(({ allowed }) => allowed) && all.some(({ allowed }) => !allowed)).toBe(true)
      } finally {
        await example.stop()
      }
    },
    120_000,
  )
})

/** Nobody may do the other thing with the topic, so no message can be there; such a right may be given up. */
function isOfNoUse(
  { users, bridges }: Topology,
  broker: Broker,
  action: 'publish' | 'subscribe',
  topic: string,
): boolean {
  const other = action === 'publish' ? 'subscribe' : 'publish'
  const directions = action === 'publish' ? ['out', 'both'] : ['in', 'both']
  const bridged = bridges
    .filter(({ from }) => from === broker)
    .flatMap(({ routes }) => routes)
    .some(({ direction, local }) => directions.includes(direction) && matches(local, topic))
  return !bridged && !users.some((user) => user.at.includes(broker) && decide(user, other, topic).allowed)
}

interface Asked {
  readonly broker: Broker
  readonly questions: readonly ProbeQuestion[]
  readonly wanted: readonly { readonly name: string; readonly allowed: boolean }[]
}

/** For each user, in both directions, topics that some grant of the topology speaks of, and near misses of these. */
function askedOf({ topology, as }: ExampleRun, broker: Broker): Asked {
  const asked = usersAsked(topology, broker).flatMap((user) => {
    const probe = as(user, broker)
    return topicsAbout(topology, user).flatMap((topic) =>
      (['publish', 'subscribe'] as const).map((action) => ({
        question: { user: probe, action, topic },
        wanted: { name: user.name, allowed: decide(user, action, topic).allowed },
      })),
    )
  })
  return {
    broker,
    questions: asked.map(({ question }) => question),
    wanted: asked.map(({ wanted }) => wanted),
  }
}

function usersAsked({ users }: Topology, broker: Broker): readonly User[] {
  const here = users.filter(({ at }) => at.includes(broker))
  const devices = here.filter(({ kind }) => kind === 'device')
  const step = Math.max(1, Math.floor(devices.length / DEVICES_ASKED))
  return [...here.filter(({ kind }) => kind !== 'device'), ...devices.filter((_, i) => i % step === 0)]
}

function topicsAbout({ users }: Topology, user: User): readonly string[] {
  const grants = [...new Set(users.map((other) => other.grants))].flat()
  const names = [
    user.name,
    users.find(({ kind, name }) => kind === 'device' && name !== user.name)?.name ?? 'other',
  ]
  const topics = new Set<string>()
  for (const { filter } of grants) {
    for (const username of names) {
      const levels = instantiate(filter, { username, clientId: username })?.levels.map(String) ?? []
      if (levels.length === 0 || levels[0]?.startsWith('$')) continue
      const topic = levels
        .map((level) => (level === '+' ? 'x1' : level === '#' ? 'deep/er' : level))
        .join('/')
      for (const each of [topic, `${topic}/more`, topic.replace(/\/[^/]*$/, '') || 'x']) topics.add(each)
    }
  }
  return [...topics]
}
