/**
 * What a page needs to answer who may publish and receive a topic: a tree of the filters of all grants, with the parties
 * that have them. `templates/report/answers.js` reads it.
 */

import type { AccessModel } from '../access/access-model.ts'
import { type Hop, hopsOf } from '../access/hops.ts'
import { ownFilter } from '../access/own-form.ts'
import type { Party } from '../access/parties.ts'
import { variableLevel } from '../access/variable-levels.ts'
import type { Grant, User } from '../topology/user.ts'
import { type NameRun, nameRuns } from './name-runs.ts'
import { partyTitle } from './party-title.ts'

export interface AnswerData {
  readonly brokers: readonly string[]
  readonly parties: readonly AnswerParty[]
  readonly tree: FilterTree
  readonly hops: readonly AnswerHop[]
  /** Users whose rights had no room. */
  readonly left: number
}

interface AnswerParty {
  readonly label: string
  readonly noun: string
  readonly count: number
  /** Numbers of brokers. */
  readonly at: readonly number[]
  /** Absent where they had no room. */
  readonly names?: readonly NameRun[]
  /** Client identifiers, in the order of the names, where filters can name them. */
  readonly ids?: readonly NameRun[]
  readonly isBridge?: true
  /** Number of the card that says more. */
  readonly card?: number
}

/** Levels lead to trees, `/` to the parties of the filter that ends there. */
interface FilterTree {
  [level: string]: FilterTree | string
}

interface AnswerHop {
  readonly bridge: string
  readonly from: number
  readonly to: number
  readonly source: string
  readonly target: string
  readonly isOut: boolean
  /** What routes of the bridge do in the same direction that rename, whether or not they carry anything. */
  readonly naming: readonly { readonly source: string; readonly target: string }[]
  /** Who the bridge is on the far broker. */
  readonly party: number
  readonly user: string
}

export interface AnswerLimits {
  readonly grants: number
  /** Characters in all. */
  readonly names: number
}

/** About four megabytes, which a browser reads at once. */
const LIMITS: AnswerLimits = { grants: 250_000, names: 1_500_000 }

/** Bridges come first, since others depend on them; then those of many. */
export function answerData(
  model: AccessModel,
  cards: readonly Party[] = [],
  limits: AnswerLimits = LIMITS,
): AnswerData {
  const { topology, ways } = model
  const parties = sorted(model)
  const kept = within(parties, limits.grants, ({ users: [{ grants }] }) => grants.length)
  const tree = createTree()
  for (const [number, party] of kept.entries()) addParty(tree, party, number)
  const brokers = new Map(topology.brokers.map((broker, i) => [broker, i]))
  const left = parties.slice(kept.length).reduce((sum, { users }) => sum + users.length, 0)
  const cardOf = new Map(cards.map((party, i) => [party, i]))
  let room = limits.names
  return {
    brokers: topology.brokers.map(({ name }) => name),
    parties: kept.map((party): AnswerParty => {
      const { users } = party
      const card = cardOf.get(party)
      const at = users[0].at.flatMap((broker) => brokers.get(broker) ?? [])
      const names = nameRuns(users.map(({ name }) => name))
      const ids = identifiersOf(users)
      room -= JSON.stringify([names, ids]).length
      return {
        ...{ label: partyTitle(party), noun: users[0].fleet === undefined ? 'user' : 'device' },
        ...{ count: users.length, at },
        ...(room >= 0 ? { names, ...ids } : {}),
        ...(users[0].kind === 'bridge' ? { isBridge: true } : {}),
        ...(card === undefined ? {} : { card }),
      }
    }),
    tree: written(tree),
    hops: answerHops(ways.hops, kept, brokers),
    left,
  }
}

function sorted({ parties, topology: { bridges } }: AccessModel): readonly Party[] {
  const carriers = new Set(bridges.map(({ user }) => user))
  const isCarrier = new Map(parties.map((party) => [party, party.users.some((user) => carriers.has(user))]))
  const rank = (party: Party) => Number(isCarrier.get(party))
  return [...parties].sort((a, b) => rank(b) - rank(a) || b.users.length - a.users.length)
}

/** The first of them that fit. */
function within(parties: readonly Party[], most: number, sizeOf: (party: Party) => number): readonly Party[] {
  let sum = 0
  const end = parties.findIndex((party) => {
    sum += sizeOf(party)
    return sum > most
  })
  return end < 0 ? parties : parties.slice(0, end)
}

/** Where they are other than the names, and fixed. */
function identifiersOf(users: readonly User[]): Pick<AnswerParty, 'ids'> {
  const ids = users.map(({ name, clientId = name }) => clientId)
  return users.length === 1 || ids.every((id, i) => id === users[i]?.name) ? {} : { ids: nameRuns(ids) }
}

type BrokerNumbers = ReadonlyMap<Hop['from'], number>

function answerHops(hops: readonly Hop[], parties: readonly Party[], brokers: BrokerNumbers): AnswerHop[] {
  const partyOf = new Map(parties.flatMap(({ users }, i) => users.map((user) => [user, i] as const)))
  return hops.map(({ bridge, from, to, source, target }) => ({
    ...{ bridge: bridge.name, from: brokers.get(from) ?? -1, to: brokers.get(to) ?? -1 },
    ...{ source: source.text, target: target.text, isOut: from === bridge.from },
    naming: hopsOf(bridge).flatMap((other) =>
      other.from === from && other.source.text !== other.target.text
        ? [{ source: other.source.text, target: other.target.text }]
        : [],
    ),
    ...{ party: partyOf.get(bridge.user) ?? -1, user: bridge.user.name },
  }))
}

interface TreeNode {
  readonly children: Map<string, TreeNode>
  /** Of each kind of grant, the parties that have the filter. */
  readonly parties: readonly [number[], number[], number[], number[]]
}

function createTree(): TreeNode {
  return { children: new Map(), parties: [[], [], [], []] }
}

const KINDS = [
  ['allow', 'publish'],
  ['allow', 'subscribe'],
  ['deny', 'publish'],
  ['deny', 'subscribe'],
] as const

function addParty(tree: TreeNode, party: Party, number: number): void {
  for (const grant of party.users[0].grants) {
    let node = tree
    for (const level of levelsOf(party, grant) ?? []) {
      const child = node.children.get(level) ?? createTree()
      node.children.set(level, child)
      node = child
    }
    const kind = KINDS.findIndex(([effect, action]) => effect === grant.effect && action === grant.action)
    const parties = node.parties[kind]
    if (node !== tree && parties !== undefined && parties.at(-1) !== number) parties.push(number)
  }
}

/** With names in place of variables where one user is meant; nothing where the grant matches nothing. */
function levelsOf({ users: [first, ...others] }: Party, grant: Grant): readonly string[] | undefined {
  const isOne = others.length === 0
  const { name, clientId } = first
  const [username, identifier] = [variableLevel('username'), variableLevel('clientId')]
  const chosen = clientId === undefined ? '+f' : isOne ? clientId : '+c'
  return ownFilter(grant, first)?.levels.map((level) => {
    if (level === username) return isOne ? name : '+u'
    return level === identifier ? chosen : level
  })
}

/** As plain data; without a prototype, since a level may be called `__proto__`. */
function written({ children, parties }: TreeNode): FilterTree {
  const tree: FilterTree = Object.create(null)
  const leaf = parties.map((numbers) => numbers.join(' ')).join('|')
  if (leaf !== '|||') tree['/'] = leaf.replace(/\|+$/, '')
  for (const [level, child] of children) tree[level] = written(child)
  return tree
}
