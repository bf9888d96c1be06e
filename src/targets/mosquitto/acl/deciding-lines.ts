/** Which lines of the emitted ACL files decide on a user's topic, found in their text in Mosquitto's own order. */

import { filterProblem, matches, parseFilter } from '../../../topic/filter.ts'
import type { Broker } from '../../../topology/broker.ts'
import type { Topology } from '../../../topology/topology.ts'
import type { User } from '../../../topology/user.ts'
import { aclFiles } from '../access-files.ts'
import type { Action } from './acl-line.ts'

export interface EmittedLine {
  /** Below the output folder. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly text: string
}

interface Entry extends EmittedLine {
  readonly kind: 'topic' | 'pattern'
  readonly access: string
  readonly filter: string
}

/** One line for each file that lets the user in; none where no line allows it, which refuses it. */
export function decidingLines(
  topology: Topology,
  broker: Broker,
  user: User,
  action: Action,
  topic: string,
): readonly EmittedLine[] {
  if (broker.access !== 'acl-file') return []
  return [...aclFiles(broker, topology)].flatMap(({ path, content }) => {
    if (typeof content !== 'string') return []
    const entries = entriesOf(`brokers/${broker.name}/${path}`, content, user)
    const matching = entries.filter((entry) => entryMatches(entry, user, topic))
    const deciding = matching.find(({ access }) => access === 'deny') ?? firstAllow(matching, action)
    return deciding === undefined ? [] : [{ file: deciding.file, line: deciding.line, text: deciding.text }]
  })
}

/** The own list comes before the patterns. */
function firstAllow(entries: readonly Entry[], action: Action): Entry | undefined {
  const bit = action === 'publish' ? 'write' : 'read'
  const allows = entries.filter(({ access }) => access === bit || access === 'readwrite')
  return allows.find(({ kind }) => kind === 'topic') ?? allows[0]
}

/** The lines that Mosquitto asks for the user: its own block, or the head for clients without a name, and all patterns. */
function entriesOf(file: string, content: string, user: User): Entry[] {
  let owner: string | undefined
  const own = user.kind === 'anonymous' ? undefined : user.name
  return content.split('\n').flatMap((text, i): Entry[] => {
    if (text.startsWith('user ')) owner = text.slice('user '.length)
    const [, kind, access = '', filter = ''] = /^(topic|pattern) (\w+) (.*)$/.exec(text) ?? []
    const isAsked = kind === 'pattern' || owner === own
    if ((kind !== 'topic' && kind !== 'pattern') || !isAsked) return []
    return [{ file, line: i + 1, text, kind, access, filter }]
  })
}

function entryMatches({ kind, filter }: Entry, user: User, topic: string): boolean {
  const levels = filter.split('/').map((level) => (kind === 'pattern' ? filled(level, user) : level))
  if (levels.includes(undefined)) return false
  const text = levels.join('/')
  return filterProblem(text) === undefined && matches(parseFilter(text), topic)
}

/** A client identifier that the client chooses may be what the topic calls for. */
function filled(level: string, { kind, name, clientId }: User): string | undefined {
  if (level === '%u') return kind === 'anonymous' || /[+#]/.test(name) ? undefined : name
  return level === '%c' ? (clientId ?? '+') : level
}
