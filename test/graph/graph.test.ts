import { Graphviz } from '@hpcc-js/wasm-graphviz'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explain } from '../../src/access/explain.ts'
import { trace } from '../../src/access/trace.ts'
import { violationsOf } from '../../src/check/policies/check-policies.ts'
import { graphJson } from '../../src/graph/graph-json.ts'
import { groupLabel } from '../../src/graph/group-label.ts'
import { type GraphOptions, makeGraph } from '../../src/graph/make-graph.ts'
import { plainText } from '../../src/graph/node-labels.ts'
import { renderDot } from '../../src/graph/render-dot.ts'
import { renderMermaid } from '../../src/graph/render-mermaid.ts'
import { askedFlow, messageFlow, type ShownFlow } from '../../src/graph/shown-flow.ts'
import { renderSvg } from '../../src/graph/svg/render-svg.ts'
import { parseFilter } from '../../src/topic/filter.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { nastyText } from '../support/nasty-text.ts'
import { xmlProblem } from '../support/xml-problem.ts'
import { resolved, YARD } from './made-topology.ts'

const yard = await resolved(YARD)

const labels = (topology: Topology, options?: GraphOptions) =>
  makeGraph(topology, options).groups.map((group) => {
    const { title, sub } = groupLabel(group)
    return `${title} | ${sub}`
  })

describe('users who are alike are one', () => {
  test('by fleet, by role, by form', () => {
    expect(labels(yard)).toEqual([
      'rita, rob | readers · certificate',
      'pia, pit | same rights · certificate',
      'boss | user · certificate',
      'watch | user · certificate',
      'presses | fleet · 50 devices · certificate',
    ])
  })

  test('but for devices not when they are to stand alone', () => {
    expect(labels(yard, { expand: true })).toHaveLength(7)
    expect(labels(yard, { expand: true })).toContain('rita | user · certificate')
    expect(labels(yard, { expand: true })).toContain('presses | fleet · 50 devices · certificate')
  })

  test('and beyond ten at a broker the last ones are joined, and no user is lost', async () => {
    const users = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [
        `u${i}`,
        { at: 'core', auth: { certificate: 'client' }, publish: [`own/${i}`] },
      ]),
    )
    const graph = makeGraph(await resolved({ ...YARD, users: { ...YARD.users, ...users } }))
    expect(graph.groups).toHaveLength(11)
    expect(graph.groups.flatMap(({ users }) => users)).toHaveLength(50 + 6 + 200)
    expect(graph.groups.map(groupLabel).map(({ title }) => title)).toContain('195 users')
  })
})

describe('a flow', () => {
  const flowOf = (topic: string, name?: string) => {
    const user = yard.users.find((user) => user.name === name)
    return askedFlow(yard, { topics: parseFilter(topic), ...(user === undefined ? {} : { user }) })
  }

  test.each([
    ['0001', 'press/0001/state'],
    ['boss', 'plant/cmd/0003/go'],
    ['0007', 'press/0007/state'],
    ['pia', 'notes/pia'],
    ['boss', 'plant/other'],
  ])('of %s on %s is what a trace says', (name, topic) => {
    const user = yard.users.find((user) => user.name === name)
    const [broker] = user?.at ?? []
    if (user === undefined || broker === undefined) throw new Error(`there is no user ${name}`)
    const mayPublish =
      explain({ user, broker, action: 'publish', topics: parseFilter(topic) }).allowed === 'all'
    const copies = mayPublish ? trace(yard, broker, topic, 2) : []
    const names = (parts: readonly { readonly users: readonly { readonly name: string }[] }[]) =>
      parts.flatMap(({ users }) => users.map(({ name }) => name)).sort()
    const { sent, carried, received } = flowOf(topic)
    expect(names(sent).includes(name)).toBe(mayPublish)
    expect(names(received)).toEqual(names(copies.flatMap(({ receivers }) => receivers)))
    expect(carried.map(({ hop }) => hop.route)).toEqual(
      copies.flatMap(({ hops }) => hops.map(({ route }) => route)),
    )
  })

  test('to one user goes back over bridges to who sends it, topic by topic', () => {
    const { sent, carried, received } = flowOf('#', 'watch')
    expect(sent.map(({ users, topics }) => [users[0]?.name, users.length, topics])).toEqual([
      ['0001', 49, ['press/${username}/state']],
      ['boss', 1, ['plant/cmd/#']],
    ])
    expect(carried.map(({ topics }) => topics)).toEqual([['plant/press/${username}/state']])
    expect(received.map(({ users }) => users[0]?.name)).toEqual(['watch'])
  })

  test('sets those who have a part in it apart, and says which part', () => {
    const graph = makeGraph(yard, { flow: flowOf('press/0001/state') })
    const hot = graph.groups.filter(({ isHighlighted }) => isHighlighted)
    expect(hot.map(({ users }) => users.map(({ name }) => name))).toEqual([
      ['rita', 'rob'],
      ['watch'],
      ['0001'],
    ])
    const links = graph.links.filter(({ sent, received }) => sent.length + received.length > 0)
    expect(links.map(({ group, sent, received }) => [group.users[0].name, sent, received])).toEqual([
      ['rita', [], ['plant/press/0001/state']],
      ['watch', [], ['plant/press/0001/state']],
      ['0001', ['press/0001/state'], []],
    ])
    expect(graph.bridges.flatMap(({ routes }) => routes.map(({ carried }) => carried))).toEqual([
      { out: ['plant/press/0001/state'], in: [] },
      { out: [], in: [] },
    ])
  })
})

const nastyTexts = fc.tuple(nastyText, nastyText, nastyText, nastyText)

/** Names and topics as no spec would have them, in every place that has a text. */
function nastyYard([a, b, c, d]: readonly [string, string, string, string]): Topology {
  return {
    ...yard,
    name: a,
    brokers: yard.brokers.map((broker) => renamed(broker, b)),
    bridges: yard.bridges.map((bridge) => ({
      ...bridge,
      name: c,
      from: renamed(bridge.from, b),
      to: renamed(bridge.to, b),
      routes: bridge.routes.map((route) => ({ ...route, local: { ...route.local, text: d } })),
    })),
    users: yard.users.map((user, i) => ({
      ...user,
      name: `${c}${i}`,
      ...(user.fleet === undefined ? {} : { fleet: b }),
      at: user.at.map((broker) => renamed(broker, b)),
      grants: user.grants.map((grant) => ({
        ...grant,
        via: `role:${a}`,
        filter: { ...grant.filter, text: d },
      })),
    })),
  }
}

const known = new Map<object, Map<string, Topology['brokers'][number]>>()

/** The same object each time, as in a topology. */
function renamed(broker: Topology['brokers'][number], text: string): typeof broker {
  const names = known.get(broker) ?? new Map<string, typeof broker>()
  const made = names.get(text) ?? {
    ...broker,
    name: `${text}${broker.name}`,
    host: text,
    listeners: broker.listeners.map((listener) => ({ ...listener, name: text, bind: text })),
  }
  known.set(broker, names.set(text, made))
  return made
}

describe('the message that breaks a policy', () => {
  const flowOf = async (spec: object) => {
    const topology = await resolved(spec)
    const [policy] = topology.policies
    const [witness] = policy === undefined ? [] : violationsOf(topology, policy).map(({ witness }) => witness)
    if (witness === undefined) throw new Error('no message breaks the policy')
    return messageFlow(topology, 'broken', witness)
  }
  const names = (parts: ShownFlow['sent']) =>
    parts.map(({ users, broker, topics }) => [users[0]?.name, broker.name, ...topics])

  test('is followed over bridges, under the name that it has behind each', async () => {
    const policies = { p: { forbid: { from: 'fleet:presses', to: 'group:readers' } } }
    const { sent, carried, received } = await flowOf({ ...YARD, policies })
    expect(names(sent)).toEqual([['0001', 'edge', 'press/0001/state']])
    expect(carried.map(({ topics }) => topics)).toEqual([['plant/press/0001/state']])
    expect(names(received)).toEqual([['rita', 'core', 'plant/press/0001/state']])
  })

  test('goes all the way round a loop', async () => {
    const bridges = {
      ...YARD.bridges,
      back: { from: 'core', to: 'edge', routes: [{ out: 'plant/press/#', remote: 'press/#' }] },
    }
    const { sent, carried } = await flowOf({ ...YARD, bridges, policies: { p: { forbid: { cycle: true } } } })
    expect(sent).toEqual([])
    expect(new Set(carried.map(({ hop }) => hop.bridge.name))).toEqual(new Set(['up', 'back']))
    expect(carried.flatMap(({ topics }) => topics)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^plant\/press\/\w+\/state$/),
        expect.stringMatching(/^press\//),
      ]),
    )
  })
})

/** The entities that Graphviz writes, which has blanks in a row not broken. */
function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>' }
  return text
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll(/&(\w+);/g, (whole, name) => named[name] ?? whole)
    .replaceAll('\u00a0', ' ')
}

describe('no text of a spec breaks out', () => {
  test('of DOT, as Graphviz reads it', async () => {
    const graphviz = await Graphviz.load()
    fc.assert(
      fc.property(nastyTexts, (texts) => {
        const topology = nastyYard(texts)
        const graph = makeGraph(topology)
        const svg = graphviz.layout(renderDot(graph), 'svg', 'dot')
        const nodes = [...svg.matchAll(/class="node">\n<title>(\w+)<\/title>.*?<text[^>]*>(.*?)<\/text>/gs)]
        expect(nodes.map(([, id]) => id)).toEqual([...graph.brokers, ...graph.groups].map(({ id }) => id))
        expect(svg.match(/class="edge"/g)).toHaveLength(graph.links.length + graph.bridges.length)
        const names = [
          ...graph.brokers.map(({ broker }) => broker.name),
          ...graph.groups.map((group) => groupLabel(group).title),
        ]
        expect(nodes.map(([, , text = '']) => unescaped(text))).toEqual(
          names.map((name) => plainText(name).replaceAll('\u00a0', ' ')),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('of Mermaid, whose lines have one of few forms', () => {
    const text = String.raw`"(?:[A-Za-z0-9 _/.,:-]|#\d+;|<br>)*"`
    const forms = [
      'flowchart LR',
      String.raw`  accTitle: (?:[A-Za-z0-9 _/.,:-]|#\d+;)*`,
      String.raw`  b\d+\[\[${text}\]\]`,
      String.raw`  u\d+(?:\(${text}\)|@\{ shape: procs, label: ${text} \})`,
      String.raw`  [bu]\d+ (?:<-->|-->|-\.-|==>|<==>)(?:\|${text}\|)? [bu]\d+`,
    ]
    const line = new RegExp(`^(?:${forms.join('|')})$`)
    fc.assert(
      fc.property(nastyTexts, (texts) => {
        const topology = nastyYard(texts)
        const lines = renderMermaid(makeGraph(topology)).trimEnd().split('\n')
        expect(lines.filter((each) => !line.test(each))).toEqual([])
        expect(lines).toHaveLength(2 + 2 + makeGraph(topology).groups.length * 2 + 1)
      }),
      { numRuns: 300 },
    )
  })

  test('of SVG', async () => {
    await fc.assert(
      fc.asyncProperty(nastyTexts, async (texts) => {
        const topology = nastyYard(texts)
        const svg = await renderSvg(makeGraph(topology))
        expect(
          xmlProblem(svg, ['svg', 'title', 'desc', 'style', 'rect', 'text', 'g', 'path']),
        ).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })

  test('of JSON', () => {
    fc.assert(
      fc.property(nastyTexts, (texts) => {
        const topology = nastyYard(texts)
        const { name, brokers } = JSON.parse(graphJson(makeGraph(topology), () => undefined))
        expect([name, brokers.map((each: { name: string }) => each.name)]).toEqual([
          topology.name,
          topology.brokers.map(({ name }) => name),
        ])
      }),
    )
  })
})

describe('a picture', () => {
  test('is the same whatever the order of the spec, and of its devices', async () => {
    const reversed = (value: object): object =>
      Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [
            key,
            typeof inner === 'object' && !Array.isArray(inner) ? reversed(inner) : inner,
          ]),
      )
    const other = await resolved(reversed(YARD))
    expect(await renderSvg(makeGraph(other))).toBe(await renderSvg(makeGraph(yard)))
    expect(renderDot(makeGraph(other))).toBe(renderDot(makeGraph(yard)))
  })

  test('has a place for every card, none above another', async () => {
    const svg = await renderSvg(makeGraph(yard, { expand: true }))
    const cards = [
      ...svg.matchAll(
        /translate\((\d+) (\d+)\)"><title>.*?<rect class="card" rx="7" x="0" y="0" width="([\d.]+)" height="([\d.]+)"/gs,
      ),
    ]
      .map(([, ...numbers]) => numbers.map(Number))
      .map(([x = 0, y = 0, width = 0, height = 0]) => ({ x, y, width, height }))
    expect(cards).toHaveLength(2 + 7 + 1)
    const overlapping = cards.filter((a) =>
      cards.some(
        (b) =>
          a !== b &&
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      ),
    )
    expect(overlapping).toEqual([])
  })

  test('of a mesh of many brokers has one line for two of them', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `m${i}`)
    const listeners = { mqtts: { port: 8883, tls: {}, auth: ['certificate'] } }
    const bridges = names.flatMap((from) =>
      names
        .filter((to) => to !== from)
        .map((to) => [`${from}-${to}`, { from, to, routes: [{ out: `site/${from}/#` }] }]),
    )
    const mesh = await resolved({
      name: 'mesh',
      brokers: Object.fromEntries(names.map((name) => [name, { host: `${name}.example`, listeners }])),
      bridges: Object.fromEntries(bridges),
    })
    const svg = await renderSvg(makeGraph(mesh))
    expect(svg.match(/class="way"/g)).toHaveLength((12 * 11) / 2)
  })
})
