// @ts-check
/**
 * Who may publish and receive a topic, answered in the page from the data that comes with it: for one topic at a time,
 * as src/access does for all of them.
 */

/**
 * @typedef {{ [level: string]: any }} Tree levels lead to trees; "/" to the numbers of parties, as "PUBLISH|SUBSCRIBE|DENY
 *   PUBLISH|DENY SUBSCRIBE"; "+u" and "+c" are the levels of the user's own name and client identifier, "+f" of one that the client is free to choose
 * @typedef {string | [first: string, count: number]} Run one name, or names that count on from the first
 * @typedef {{ label: string, noun: string, count: number, at: number[], names?: Run[], ids?: Run[], isBridge?: true, card?: number }} Party
 *   without `names` they are too many for the page
 * @typedef {{ bridge: string, from: number, to: number, source: string, target: string, isOut: boolean,
 *   naming: { source: string, target: string }[], party: number, user: string }} Hop
 *   `naming`: routes of the bridge in this direction that rename
 * @typedef {{ brokers: string[], parties: Party[], tree: Tree, hops: Hop[], left: number }} Data `left`: users who are not in it
 * @typedef {{ u?: string, c?: string, f?: string }} Member whose filter it is: of every member, or of the one with this name
 * @typedef {{ allow: Member[], deny: Member[] }} Matches
 * @typedef {{ party: Party, index: number, all: boolean, names: string[], count: number, isSure: boolean }} Able all members
 *   but `names`, or `names` alone; not sure where the page does not know whether there is such a member
 * @typedef {{ broker: number, topic: string, hops: Hop[] }} Origin where a message is, and the hops on its way
 */

const ACTIONS = { publish: 0, subscribe: 1 }
/** A message on a way round is followed no further. */
const MAX_ROUNDS = 2
/** Only such ways, with a new name on each round, make so many. */
const MAX_ORIGINS = 2000

/** @param {Data} data */
export function createAnswers(data) {
  /** @type {Map<Party, Map<string, number>>} */
  const known = new Map()
  /** @param {Party} party */
  const namesOf = (party) => {
    const names = known.get(party) ?? new Map(unfolded(party.names ?? []).map((name, i) => [name, i]))
    known.set(party, names)
    return names
  }

  /**
   * @param {'publish' | 'subscribe'} action
   * @param {string} topic
   * @returns {Map<number, Matches>} by the number of the party
   */
  const matchesOf = (action, topic) => {
    /** @type {Map<number, Matches>} */
    const found = new Map()
    for (const { leaf, member } of leaves(data.tree, topic.split('/'))) {
      const fields = leaf.split('|')
      for (const effect of /** @type {const} */ (['allow', 'deny'])) {
        const parties = fields[ACTIONS[action] + (effect === 'deny' ? 2 : 0)]
        for (const number of numbersIn(parties)) {
          const matches = found.get(number) ?? { allow: [], deny: [] }
          matches[effect].push(member)
          found.set(number, matches)
        }
      }
    }
    return found
  }

  /**
   * @param {Party} party
   * @param {Member} member
   * @returns {string | undefined} whose filter it is; `undefined` where there is nobody of that name
   */
  const owner = (party, { u, c }) => {
    if (u !== undefined) return namesOf(party).has(u) || party.names === undefined ? u : undefined
    const at = unfolded(party.ids ?? []).indexOf(c ?? '')
    return at < 0 ? undefined : [...namesOf(party).keys()][at]
  }

  /**
   * @param {Party} party
   * @param {Matches} matches
   * @param {string | undefined} name of a member, or any that no filter names
   */
  const isAllowed = (party, { allow, deny }, name) => {
    /**
     * @param {Member} member
     * @param {string | undefined} identifier that a client chooses
     */
    const isMeant = ({ u, c, f }, identifier) => {
      if (name === undefined && (u ?? c) !== undefined) return false
      if (f !== undefined && f !== identifier) return false
      return (u === undefined || u === name) && (c === undefined || owner(party, { c }) === name)
    }
    const chosen = new Set([undefined, ...[...allow, ...deny].map(({ f }) => f)])
    return [...chosen].some(
      (f) => allow.some((member) => isMeant(member, f)) && !deny.some((member) => isMeant(member, f)),
    )
  }

  /**
   * @param {'publish' | 'subscribe'} action
   * @param {number} broker
   * @param {string} topic
   * @returns {Able[]}
   */
  const ableAt = (action, broker, topic) => {
    if (action === 'publish' && isReserved(topic)) return []
    return [...matchesOf(action, topic)]
      .sort(([a], [b]) => a - b)
      .flatMap(([index, matches]) => {
        const party = data.parties[index]
        if (party === undefined || party.isBridge || !party.at.includes(broker)) return []
        const members = [...matches.allow, ...matches.deny].filter(({ u, c }) => (u ?? c) !== undefined)
        const special = [...new Set(members.flatMap((member) => owner(party, member) ?? []))]
        const all = isAllowed(party, matches, undefined)
        const names = special.filter((name) => isAllowed(party, matches, name) !== all)
        const count = all ? party.count - names.length : names.length
        const isSure = party.names !== undefined || names.length === 0
        return count === 0 ? [] : [{ party, index, all, names, count, isSure }]
      })
  }

  /**
   * @param {Hop} hop
   * @param {'publish' | 'subscribe'} action
   * @param {string} topic
   */
  const mayBridge = (hop, action, topic) => {
    const party = data.parties[hop.party]
    const matches = matchesOf(action, topic).get(hop.party)
    return party !== undefined && matches !== undefined && isAllowed(party, matches, hop.user)
  }

  /**
   * What a topic is called behind the hop; `undefined` where it does not get there. Of a bridge's routes in one direction
   * the first that renames and matches names it, whichever carries it.
   *
   * @param {Hop} hop
   * @param {string} topic
   */
  const carried = (hop, topic) => {
    if (!isMatch(hop.source, topic)) return undefined
    if (!hop.isOut && !mayBridge(hop, 'subscribe', topic)) return undefined
    const naming = [...hop.naming, hop].find(({ source }) => isMatch(source, topic))
    const name = renamed(topic, naming?.source ?? '', naming?.target ?? '')
    if (name === undefined || (hop.isOut && !mayBridge(hop, 'publish', name))) return undefined
    return name
  }

  /**
   * What the topic can have been called before the hop.
   *
   * @param {Hop} hop
   * @param {string} topic
   */
  const namesBefore = (hop, topic) => {
    const namings = [...hop.naming, hop]
    const names = namings.flatMap(({ source, target }) => renamed(topic, target, source) ?? [])
    return [...new Set(names)].filter((name) => carried(hop, name) === topic)
  }

  /** @param {Origin} origin */
  const originsBefore = (origin) => {
    const { topic, hops } = origin
    if (hops.length >= MAX_ROUNDS * data.hops.length) return []
    return data.hops
      .filter((hop) => leadsTo(hop, origin))
      .flatMap((hop) =>
        namesBefore(hop, topic).map((name) => ({
          ...{ broker: hop.from, topic: name, hops: [hop, ...hops] },
          key: `${hop.from}\n${name}\n${hop.bridge}`,
        })),
      )
  }

  /**
   * Where a message must be published to be on the broker under this name, the broker itself first.
   *
   * @param {number} broker
   * @param {string} topic
   * @returns {Origin[]}
   */
  const originsOf = (broker, topic) => {
    /** @type {Origin[]} */
    const origins = [{ broker, topic, hops: [] }]
    const seen = new Set()
    for (const origin of origins) {
      for (const { key, ...before } of originsBefore(origin)) {
        if (seen.has(key) || origins.length >= MAX_ORIGINS) continue
        seen.add(key)
        origins.push(before)
      }
    }
    return origins
  }

  /**
   * The message on the broker itself, then every copy of it once.
   *
   * @param {number} broker
   * @param {string} topic
   * @returns {Origin[]}
   */
  const copiesOf = (broker, topic) => {
    /** @type {Origin[]} */
    const copies = [{ broker, topic, hops: [] }]
    const seen = new Set()
    for (const { broker: at, topic: name, hops } of copies) {
      if (hops.length >= MAX_ROUNDS * data.hops.length) break
      for (const hop of data.hops.filter(
        ({ from, bridge }) => from === at && bridge !== hops.at(-1)?.bridge,
      )) {
        const next = carried(hop, name)
        const key = `${hop.to}\n${next}\n${hop.bridge}`
        if (next === undefined || seen.has(key) || copies.length >= MAX_ORIGINS) continue
        seen.add(key)
        copies.push({ broker: hop.to, topic: next, hops: [...hops, hop] })
      }
    }
    return copies
  }

  return {
    /**
     * Everybody whose message can be on the broker under this name, with where it is published.
     *
     * @param {number} broker
     * @param {string} topic
     */
    publishers: (broker, topic) =>
      originsOf(broker, topic).flatMap((origin) =>
        ableAt('publish', origin.broker, origin.topic).map((able) => ({ ...able, origin })),
      ),
    /**
     * @param {number} broker
     * @param {string} topic
     */
    receivers: (broker, topic) => ableAt('subscribe', broker, topic),
    /**
     * Where bridges take a message that is on the broker under this name, and who receives it there.
     *
     * @param {number} broker
     * @param {string} topic
     */
    copies: (broker, topic) =>
      copiesOf(broker, topic)
        .slice(1)
        .map((copy) => ({ ...copy, receivers: ableAt('subscribe', copy.broker, copy.topic) })),
  }
}

/**
 * What is wrong with a text as a topic, or `undefined`.
 *
 * @param {string} text
 */
export function topicProblem(text) {
  if (/[+#]/.test(text)) return 'Ask with one topic, without the wildcards + and #.'
  return text.includes('\0') ? 'A topic may not hold the character U+0000.' : undefined
}

/**
 * A bridge does not send back what came over it.
 *
 * @param {Hop} hop
 * @param {Origin} origin
 */
function leadsTo(hop, { broker, hops: [next] }) {
  return hop.to === broker && hop.bridge !== next?.bridge
}

/** @param {string | undefined} text */
function numbersIn(text) {
  return text === undefined || text === '' ? [] : text.split(' ').map(Number)
}

/**
 * The parties of each filter that matches, and whose filter it is.
 *
 * @param {Tree} tree
 * @param {string[]} levels
 * @returns {{ leaf: string, member: Member }[]}
 */
function leaves(tree, levels) {
  let reached = [{ node: tree, member: /** @type {Member} */ ({}) }]
  const open = leavesOf(reached, ['#', '/'])
  for (const [depth, level] of levels.entries()) {
    reached = reached.flatMap((at) => stepsFrom(at, level, depth === 0))
    open.push(...leavesOf(reached, ['#', '/']))
  }
  return [...open, ...leavesOf(reached, ['/'])]
}

/**
 * @param {{ node: Tree, member: Member }} at
 * @param {string} level
 * @param {boolean} isFirst
 */
function stepsFrom({ node, member }, level, isFirst) {
  const steps = [
    { node: own(node, level), member },
    { node: isFirst && level.startsWith('$') ? undefined : own(node, '+'), member }, // [MQTT-4.7.2-1]
    { node: fits(member.u, level) ? own(node, '+u') : undefined, member: { ...member, u: level } },
    { node: fits(member.c, level) ? own(node, '+c') : undefined, member: { ...member, c: level } },
    {
      node: level !== '' && fits(member.f, level) ? own(node, '+f') : undefined,
      member: { ...member, f: level },
    },
  ]
  return steps.flatMap(({ node, member }) => (node === undefined ? [] : [{ node, member }]))
}

/**
 * @param {string | undefined} known
 * @param {string} level
 */
function fits(known, level) {
  return known === undefined || known === level
}

/**
 * @param {{ node: Tree, member: Member }[]} reached
 * @param {string[]} path
 */
function leavesOf(reached, path) {
  return reached.flatMap(({ node, member }) => {
    const leaf = path.reduce((/** @type {any} */ at, key) => at && own(at, key), node)
    return leaf === undefined ? [] : [{ leaf: /** @type {string} */ (leaf), member }]
  })
}

/**
 * A level may be called `constructor`, or `__proto__`.
 *
 * @param {Tree} node
 * @param {string} level
 * @returns {Tree | undefined}
 */
function own(node, level) {
  return Object.hasOwn(node, level) ? node[level] : undefined
}

/**
 * @param {string} filter
 * @param {string} topic
 */
function isMatch(filter, topic) {
  const [levels, names] = [filter.split('/'), topic.split('/')]
  if (topic.startsWith('$') && (levels[0] === '+' || levels[0] === '#')) return false
  const open = levels.at(-1) === '#'
  const fixed = open ? levels.slice(0, -1) : levels
  if (open ? names.length < fixed.length : names.length !== fixed.length) return false
  return topic !== '' && fixed.every((level, i) => level === '+' || level === names[i])
}

/**
 * The topic with what the wildcards of `source` stand for put in those of `target`; `undefined` where it does not match,
 * and where nothing would be left.
 *
 * @param {string} topic
 * @param {string} source
 * @param {string} target
 */
function renamed(topic, source, target) {
  const [levels, names] = [source.split('/'), topic.split('/')]
  const open = levels.at(-1) === '#'
  const fixed = open ? levels.slice(0, -1) : levels
  const fits = open ? names.length >= fixed.length : names.length === fixed.length
  if (!fits || !fixed.every((level, i) => level === '+' || level === names[i])) return undefined
  const singles = names.filter((_, i) => fixed[i] === '+')
  const rest = names.slice(fixed.length)
  const parts = target
    .split('/')
    .flatMap((level) => (level === '+' ? [singles.shift() ?? ''] : level === '#' ? rest : [level]))
  const name = parts.join('/')
  return name === '' ? undefined : name
}

/**
 * Mosquitto lets nobody publish there.
 *
 * @param {string} topic
 */
function isReserved(topic) {
  if (isMatch('$SYS/broker/connection/+/state', topic)) return false
  return topic === '$SYS' || topic === '$share' || topic.startsWith('$SYS/') || topic.startsWith('$share/')
}

/**
 * @param {Run[]} runs
 * @returns {string[]}
 */
function unfolded(runs) {
  return runs.flatMap((run) => {
    if (typeof run === 'string') return [run]
    const [first, count] = run
    const digits = /\d{1,15}$/.exec(first)?.[0] ?? ''
    const stem = first.slice(0, first.length - digits.length)
    return Array.from(
      { length: count },
      (_, i) => stem + String(Number(digits) + i).padStart(digits.length, '0'),
    )
  })
}
