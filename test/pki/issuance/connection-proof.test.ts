import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Connection,
  type Install,
  type Link,
  lockOuts,
  type Sides,
} from '../../../src/pki/issuance/connection-proof.ts'

const root = (name: string, keyId = name): Link => ({ subject: name, issuer: name, keyId })
const below = (issuer: Link, name: string, keyId = name): Link => ({
  subject: name,
  issuer: issuer.subject,
  keyId,
  issuerKeyId: issuer.keyId,
})

const [servers, clients] = [root('servers'), root('clients')]
const [serversNow, clientsNow] = [below(servers, 'servers ca'), below(clients, 'clients ca')]
const server = below(serversNow, 'core')
const client = below(clientsNow, 'press')
const broker: Install = { presents: [server, serversNow], trusts: [clients, clientsNow] }
const press: Install = { presents: [client, clientsNow], trusts: [servers] }
const sides: Sides = { broker, client: press }

const outs = (after: Sides, before: Sides = sides) =>
  lockOuts([{ name: 'press', before, after }]).map(
    (out) => `${out.refusedBy} refuses: ${out.broker} broker, ${out.client} client`,
  )

describe('a connection that held', () => {
  const other = root('clients', 'second key')
  const otherClient = below(below(other, 'clients ca', 'second ca'), 'press')
  test.each<[string, Sides, readonly string[]]>([
    ['nothing changes', sides, []],
    [
      'the broker forgets the root',
      { broker: { ...broker, trusts: [clientsNow] }, client: press },
      ['broker refuses: new broker, old client', 'broker refuses: new broker, new client'],
    ],
    [
      'the broker forgets the intermediate, which clients may not send',
      {
        broker: { ...broker, trusts: [clients] },
        client: press,
      },
      ['broker refuses: new broker, old client', 'broker refuses: new broker, new client'],
    ],
    [
      'the broker sends its own certificate alone',
      {
        broker: { ...broker, presents: [server] },
        client: press,
      },
      ['client refuses: new broker, old client', 'client refuses: new broker, new client'],
    ],
    [
      'the client trusts another root of the same name',
      {
        broker,
        client: { ...press, trusts: [root('servers', 'second key')] },
      },
      ['client refuses: old broker, new client', 'client refuses: new broker, new client'],
    ],
    [
      'the client is issued under a key that the broker does not know',
      {
        broker,
        client: { ...press, presents: [otherClient] },
      },
      ['broker refuses: old broker, new client', 'broker refuses: new broker, new client'],
    ],
    [
      'the broker looks at lists, and has none of the issuer',
      {
        broker: { ...broker, lists: new Set(['clients']) },
        client: press,
      },
      ['broker refuses: new broker, old client', 'broker refuses: new broker, new client'],
    ],
    [
      'the broker looks at the list of the issuer',
      {
        broker: { ...broker, lists: new Set(['clients ca']) },
        client: press,
      },
      [],
    ],
    ['the client needs no certificate any more', { broker, client: { ...press, presents: [] } }, []],
  ])('%s', (_, after, expected) => {
    expect(outs(after)).toEqual(expected)
  })

  test('one that did not hold is nobody’s loss', () => {
    const before = { broker: { ...broker, trusts: [] }, client: press }
    expect(outs({ broker: { ...broker, trusts: [] }, client: press }, before)).toEqual([])
  })
})

/** A line of authorities below a root, one for each depth, with the keys of a generation. */
function line(name: string, depth: number, generations: readonly number[]): readonly Link[] {
  const links: Link[] = []
  for (let i = 0; i < depth; i += 1) {
    const [keyId, above] = [`${name} ${i} key ${generations[i]}`, links[i - 1]]
    links.push(above === undefined ? root(`${name} ${i}`, keyId) : below(above, `${name} ${i}`, keyId))
  }
  return links
}

type StageName = 'before' | 'trusted' | 'reissuing' | 'over'

describe('the stages of replacing the key of an authority and all below it', () => {
  const order: readonly StageName[] = ['before', 'trusted', 'reissuing', 'over']

  /** The files of a side of `name` at a stage, when the authority at `from` and those below are rotated. */
  function stageOf(name: string, depth: number, from: number, stage: StageName, isMoved: boolean) {
    const generation = (n: number) =>
      line(
        name,
        depth,
        Array.from({ length: depth }, (_, i) => (i < from ? 0 : n)),
      )
    const [old, next] = [generation(0), generation(1)]
    const isNew = stage === 'over' || (stage === 'reissuing' && isMoved)
    const issuing = isNew ? next : old
    const own = below(issuing.at(-1) ?? root(name), `${name} leaf`)
    const known = stage === 'before' ? old : stage === 'over' ? next : [...old, ...next]
    return {
      presents: [own, ...issuing.toReversed()],
      line: known,
      root: known.filter(({ issuerKeyId }) => issuerKeyId === undefined),
    }
  }

  const scenes = fc.record({
    depth: fc.integer({ min: 1, max: 4 }),
    from: fc.nat(3),
    side: fc.constantFrom('clients', 'servers'),
    crl: fc.boolean(),
    isMoved: fc.boolean(),
  })

  function connection(
    scene: { depth: number; from: number; side: string; crl: boolean; isMoved: boolean },
    a: StageName,
    b: StageName,
  ): Connection {
    const from = Math.min(scene.from, scene.depth - 1)
    const at = (stage: StageName): Sides => {
      const of = (name: string) =>
        stageOf(name, scene.depth, from, name === scene.side ? stage : 'before', scene.isMoved)
      const [c, s] = [of('clients'), of('servers')]
      const lists = scene.crl ? { lists: new Set(c.line.map(({ keyId }) => keyId)) } : {}
      return {
        broker: { presents: s.presents, trusts: c.line, ...lists },
        client: { presents: c.presents, trusts: s.root },
      }
    }
    return { name: 'press', before: at(a), after: at(b) }
  }

  test('lock nobody out, at whatever depth, on whichever side, with lists or without', () => {
    fc.assert(
      fc.property(scenes, fc.nat(2), (scene, i) => {
        // The last stage begins when everybody has been moved.
        const whole = i === 2 ? { ...scene, isMoved: true } : scene
        expect(lockOuts([connection(whole, order[i] as StageName, order[i + 1] as StageName)])).toEqual([])
      }),
    )
  })

  test.each<[StageName, StageName]>([
    ['before', 'reissuing'],
    ['trusted', 'over'],
    ['before', 'over'],
  ])('a plan that goes from "%s" to "%s" is caught', (a, b) => {
    fc.assert(
      fc.property(scenes, (scene) => {
        // Whoever has the root alone does not mind what is below it.
        const rotatesRoot = { ...scene, from: 0, isMoved: true }
        expect(lockOuts([connection(rotatesRoot, a, b)])).not.toEqual([])
      }),
    )
  })

  test('dropping the old key before everybody was moved is caught', () => {
    const scene = { depth: 2, from: 0, side: 'clients', crl: false, isMoved: false }
    expect(lockOuts([connection(scene, 'reissuing', 'over')])).toMatchObject([
      { broker: 'new', client: 'old', refusedBy: 'broker' },
    ])
  })
})
