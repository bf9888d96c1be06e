/** Who may do what, and who can send to whom: users who are alike together, topics as exact filters. */

import type { AccessModel } from '../access/access-model.ts'
import { hopsTo } from '../access/flows.ts'
import { inWords, type Member, type Party } from '../access/parties.ts'
import { counted } from '../diagnostics/counted.ts'
import type { Locate } from '../diagnostics/diagnostic.ts'
import { placeOf } from '../diagnostics/spec-line.ts'
import { compareText } from '../files/compare-text.ts'
import type { TopicSet } from '../topic/topic-set.ts'
import type { Grant } from '../topology/user.ts'
import { definitionPath } from '../topology/user-label.ts'
import { partyTitle } from './party-title.ts'
import { type ShownList, shownList } from './shown-list.ts'

export interface AccessSection {
  readonly matrix: Matrix
  readonly parties: readonly PartyCard[]
  /** What is left out, and how to get it; empty: nothing. */
  readonly left: string
}

export interface PartyCard {
  readonly anchor: string
  readonly title: string
  readonly kind: string
  readonly names: string
  readonly brokers: string
  readonly place: string
  readonly publish: ShownList<string>
  readonly receive: ShownList<string>
  readonly grants: ShownList<{ readonly text: string; readonly from: string }>
  readonly sends: ShownList<Exchange>
  readonly gets: ShownList<Exchange>
}

/** Messages between two parties. */
interface Exchange {
  readonly title: string
  readonly anchor: string
  readonly topics: string
  /** `over bridge "up"`; empty: on the broker of both. */
  readonly way: string
}

export interface Matrix {
  readonly columns: readonly { readonly title: string; readonly anchor: string }[]
  readonly rows: readonly {
    readonly title: string
    readonly anchor: string
    readonly cells: readonly MatrixCell[]
  }[]
  readonly left: string
}

interface MatrixCell {
  readonly sign: string
  /** In words. */
  readonly text: string
}

const MOST_PARTIES = 60
const MOST_IN_MATRIX = 24
const MOST_FILTERS = 12
const MOST_NAMES = 6

/** Those with a card of their own, in their order: fleets and others of many first. */
export function partiesWithCards(model: AccessModel): readonly Party[] {
  return clientsOf(model).sort(byWeight).slice(0, MOST_PARTIES)
}

function clientsOf({ parties }: AccessModel): Party[] {
  return parties.filter(({ users: [{ kind }] }) => kind !== 'bridge')
}

export function accessSection(model: AccessModel, shown: readonly Party[], locate: Locate): AccessSection {
  const anchors = new Map(shown.map((party, i) => [party, `party-${i}`]))
  const reached = shown.map((party) => ({ party, reached: reachedBy(model, party, anchors) }))
  const count = (parties: readonly Party[]) => parties.reduce((sum, { users }) => sum + users.length, 0)
  const left = count(clientsOf(model)) - count(shown)
  return {
    matrix: matrixOf(model, reached, anchors),
    parties: shown.map((party) => partyCard(model, party, { anchors, reached, locate })),
    left:
      left === 0
        ? ''
        : `${counted(left, 'more user')} with other rights: ask for one in the search above, or with "mqttopia graph --user NAME"`,
  }
}

function byWeight({ users: a }: Party, { users: b }: Party): number {
  const fleet = Number(b[0].fleet !== undefined) - Number(a[0].fleet !== undefined)
  return fleet || b.length - a.length || compareText(a[0].name, b[0].name)
}

type Anchors = ReadonlyMap<Party, string>

/** What a party can send to another, or to another one of its own. */
interface Reached {
  readonly to: Party
  readonly member: Member
  readonly topics: TopicSet
  readonly bridges: readonly string[]
}

interface FromParty {
  readonly party: Party
  readonly reached: readonly Reached[]
}

function reachedBy(model: AccessModel, party: Party, among: Anchors): readonly Reached[] {
  const found = new Map<string, Reached>()
  for (const reach of model.reachOf(party)) {
    const { party: to, member, arrival } = reach
    if (!among.has(to)) continue
    const key = `${among.get(to)} ${member}`
    const known = found.get(key)
    const topics = model.received(reach, arrival.topics)
    const bridges = hopsTo(arrival).map(({ bridge }) => bridge.name)
    found.set(key, {
      ...{ to, member, topics: model.sets.union(known?.topics ?? topics, topics) },
      bridges: [...new Set([...(known?.bridges ?? []), ...bridges])],
    })
  }
  return [...found.values()]
}

function matrixOf(model: AccessModel, all: readonly FromParty[], anchors: Anchors): Matrix {
  const shown = all.slice(0, MOST_IN_MATRIX)
  const heads = shown.map(({ party }) => ({ title: partyTitle(party), anchor: anchors.get(party) ?? '' }))
  const left = all.length - shown.length
  return {
    columns: heads,
    rows: shown.map(({ party, reached }, i) => ({
      ...(heads[i] ?? { title: '', anchor: '' }),
      cells: shown.map(({ party: to }) => cellOf(model, party, to, reached)),
    })),
    left: left > 0 ? `${counted(left)} more in the list below` : '',
  }
}

function cellOf(model: AccessModel, from: Party, to: Party, reached: readonly Reached[]): MatrixCell {
  const found = reached.filter((each) => each.to === to)
  const [from1, to1] = [partyTitle(from), partyTitle(to)]
  if (found.length === 0) return { sign: '', text: `${from1} can send nothing to ${to1}` }
  const isOnlySelf = found.every(({ member }) => from === to && member === 'self')
  const sign = isOnlySelf ? 'self' : found.some(({ bridges }) => bridges.length > 0) ? '⇢' : '→'
  const topics = found.map(({ topics }) => wordsOf(model, topics)).join(', ')
  const whom = isOnlySelf ? 'itself' : from === to && from.users.length > 1 ? `others of ${to1}` : to1
  return { sign, text: `${from1} can send ${topics} to ${whom}` }
}

interface CardContext {
  readonly anchors: Anchors
  readonly reached: readonly FromParty[]
  readonly locate: Locate
}

function partyCard(model: AccessModel, party: Party, { anchors, reached, locate }: CardContext): PartyCard {
  const { users } = party
  const [first] = users
  const rights = model.rightsOf(party)
  const exchange = (other: Party, { member, topics, bridges }: Reached, isSame: boolean): Exchange => ({
    title: isSame ? (member === 'self' ? 'itself' : `others of ${partyTitle(other)}`) : partyTitle(other),
    anchor: anchors.get(other) ?? '',
    topics: wordsOf(model, topics),
    way: bridges.length === 0 ? '' : `over ${bridges.join(', ')}`,
  })
  const sends = reached.flatMap((from) =>
    from.party === party ? from.reached.map((each) => exchange(each.to, each, each.to === party)) : [],
  )
  const gets = reached.flatMap((from) =>
    from.reached.flatMap((each) =>
      each.to === party ? exchange(from.party, each, from.party === party) : [],
    ),
  )
  return {
    ...{ anchor: anchors.get(party) ?? '', title: partyTitle(party), kind: kindOf(party) },
    names: namesOf(party),
    brokers: first.at.map(({ name }) => name).join(', '),
    place: placeOf(locate, definitionPath(first)),
    publish: shownList(filtersOf(model, rights.publish, first.grants, 'publish'), MOST_FILTERS),
    receive: shownList(filtersOf(model, rights.subscribe, first.grants, 'subscribe'), MOST_FILTERS),
    grants: shownList(
      first.grants.map((grant) => grantRow(grant, locate)),
      MOST_FILTERS,
    ),
    sends: shownList(sends, MOST_FILTERS),
    gets: shownList(gets, MOST_FILTERS),
  }
}

function kindOf({ users: [first, ...others] }: Party): string {
  const count = others.length + 1
  if (first.fleet !== undefined)
    return count === 1 ? `device of fleet ${first.fleet}` : `fleet, ${counted(count, 'device')}`
  return count === 1 ? 'user' : `${counted(count, 'user')} with the same rights`
}

function namesOf({ users }: Party): string {
  if (users.length === 1) return ''
  const names = users.slice(0, MOST_NAMES).map(({ name }) => name)
  const left = users.length - names.length
  return left === 0 ? names.join(', ') : `${names.join(', ')} and ${counted(left)} more`
}

/** The exact set as filters; where none say it, the grants that make it. */
function filtersOf(
  { sets }: AccessModel,
  topics: TopicSet,
  grants: readonly Grant[],
  action: Grant['action'],
): readonly string[] {
  const filters = sets.filtersOf(topics)
  if (filters !== undefined) return filters.map(inWords).sort(compareText)
  const of = (effect: Grant['effect']) =>
    grants
      .filter((grant) => grant.effect === effect && grant.action === action)
      .map(({ filter }) => filter.text)
  return [...of('allow'), ...of('deny').map((filter) => `but not ${filter}`)]
}

function wordsOf({ sets }: AccessModel, topics: TopicSet): string {
  const filters = sets.filtersOf(topics)
  if (filters === undefined) return `topics such as ${inWords(sets.witness(topics) ?? '')}`
  const { items, more } = shownList(filters.map(inWords).sort(compareText), 6)
  return [...items, ...(more === '' ? [] : [more])].join(', ')
}

function grantRow({ effect, action, filter, via, path }: Grant, locate: Locate) {
  const verb = action === 'publish' ? 'publish' : 'receive'
  const through = via === undefined ? '' : `through ${via.replace(':', ' ')}, `
  return {
    text: `${effect === 'deny' ? 'deny ' : ''}${verb} ${filter.text}`,
    from: `${through}${placeOf(locate, path)}`,
  }
}
