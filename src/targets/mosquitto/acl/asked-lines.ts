/** The lines of an emitted ACL file that Mosquitto asks about a user, found in its text, in the engine's own order. */

import { filterProblem, matches, overlaps, parseFilter, type TopicFilter } from '../../../topic/filter.ts'
import type { Action, User } from '../../../topology/user.ts'

export interface AskedLine {
  /** Counted from 1. */
  readonly line: number
  readonly text: string
}

export interface AskedLines {
  /** What decides on the topic; `undefined` where no line allows it, which refuses it. */
  deciding(user: User, action: Action, topic: string): AskedLine | undefined
  /** All that say something of what the filter matches. */
  about(user: User, action: Action, topics: TopicFilter): readonly AskedLine[]
}

interface Entry extends AskedLine {
  readonly kind: 'topic' | 'pattern'
  readonly access: string
  readonly filter: string
}

/** The whole text is read once. */
export function askedLines(content: string): AskedLines {
  const { own, patterns } = entriesByOwner(content)
  const entriesOf = (user: User) => [
    ...(own.get(user.kind === 'anonymous' ? undefined : user.name) ?? []),
    ...patterns,
  ]
  return {
    deciding: (user, action, topic) => {
      const matching = entriesOf(user).filter((entry) => {
        const filter = filterFor(entry, user)
        return filter !== undefined && matches(filter, topic)
      })
      const found = matching.find(isDeny) ?? matching.find((entry) => allows(entry, action))
      return found && shown(found)
    },
    about: (user, action, topics) =>
      entriesOf(user)
        .filter((entry) => isDeny(entry) || allows(entry, action))
        .filter((entry) => {
          const filter = filterFor(entry, user)
          return filter !== undefined && overlaps(filter, topics)
        })
        .map(shown),
  }
}

/** Own lists by username, `undefined` for the head, which is for clients without a name; and the patterns for everybody. */
function entriesByOwner(content: string) {
  const own = new Map<string | undefined, Entry[]>()
  const patterns: Entry[] = []
  let owner: string | undefined
  for (const [i, text] of content.split('\n').entries()) {
    if (text.startsWith('user ')) owner = text.slice('user '.length)
    const [, kind, access = '', filter = ''] = /^(topic|pattern) (\w+) (.*)$/.exec(text) ?? []
    if (kind === 'pattern') patterns.push({ line: i + 1, text, kind, access, filter })
    if (kind !== 'topic') continue
    const list = own.get(owner) ?? []
    own.set(owner, list)
    list.push({ line: i + 1, text, kind, access, filter })
  }
  return { own, patterns }
}

function shown({ line, text }: Entry): AskedLine {
  return { line, text }
}

function isDeny({ access }: Entry): boolean {
  return access === 'deny'
}

function allows({ access }: Entry, action: Action): boolean {
  return access === 'readwrite' || access === (action === 'publish' ? 'write' : 'read')
}

function filterFor({ kind, filter }: Entry, user: User): TopicFilter | undefined {
  const levels = filter.split('/').map((level) => (kind === 'pattern' ? filled(level, user) : level))
  const text = levels.join('/')
  return levels.includes(undefined) || filterProblem(text) !== undefined ? undefined : parseFilter(text)
}

/** A client identifier that the client chooses may be what the topic calls for. */
function filled(level: string, { kind, name, clientId }: User): string | undefined {
  if (level === '%u') return kind === 'anonymous' || /[+#]/.test(name) ? undefined : name
  return level === '%c' ? (clientId ?? '+') : level
}
