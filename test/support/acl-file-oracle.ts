/**
 * Decides by the text of an ACL file as Mosquitto does: own list, then patterns, denies first in each. Written
 * from the broker's behaviour and without the project's own topic code, so that it is a witness of what was emitted.
 */

interface Entry {
  readonly access: string
  readonly levels: readonly string[]
}

interface Client {
  readonly username: string | undefined
  readonly clientId: string
}

export interface AclFileOracle {
  allows(client: Client, action: 'publish' | 'subscribe', topic: string): boolean
}

export function readAclFile(text: string): AclFileOracle {
  const anonymous: Entry[] = []
  const patterns: Entry[] = []
  const users = new Map<string, Entry[]>()
  let own = anonymous
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const [keyword = '', rest = ''] = cut(line)
    if (keyword === 'user') {
      own = users.get(rest) ?? []
      users.set(rest, own)
      continue
    }
    const [access = '', topic = ''] = cut(rest)
    if (!/^(read|write|readwrite|deny)$/.test(access)) throw new Error(`invalid access type: ${line}`)
    const list = keyword === 'topic' ? own : keyword === 'pattern' ? patterns : undefined
    if (list === undefined) throw new Error(`invalid line: ${line}`)
    list.push({ access, levels: topic.split('/') })
  }
  return {
    allows({ username, clientId }, action, topic) {
      const bit = action === 'publish' ? 'write' : 'read'
      const levels = topic.split('/')
      const ownList = username === undefined ? anonymous : (users.get(username) ?? [])
      const first = verdict(ownList, bit, levels)
      if (first !== undefined) return first
      if (/[+#]/.test(`${username ?? ''}${clientId}`)) return false
      const bound = patterns.flatMap((entry) => bind(entry, username, clientId) ?? [])
      return verdict(bound, bit, levels) ?? false
    },
  }
}

function cut(line: string): [string, string] {
  const at = line.indexOf(' ')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}

function verdict(entries: readonly Entry[], bit: string, topic: readonly string[]): boolean | undefined {
  const hits = entries.filter(({ levels }) => matches(levels, topic))
  if (hits.some(({ access }) => access === 'deny')) return false
  return hits.some(({ access }) => access === bit || access === 'readwrite') ? true : undefined
}

function bind({ access, levels }: Entry, username: string | undefined, clientId: string): Entry | undefined {
  if (username === undefined && levels.some((level) => level.includes('%u'))) return undefined
  const filled = levels
    .join('/')
    .replaceAll(/%[cu]/g, (name) => (name === '%c' ? clientId : (username ?? '')))
  // 2.0 puts names in as text, so that one with "/" makes several levels.
  return { access, levels: filled.split('/') }
}

function matches(filter: readonly string[], topic: readonly string[]): boolean {
  if (topic[0]?.startsWith('$') && (filter[0] === '+' || filter[0] === '#')) return false
  for (const [i, level] of filter.entries()) {
    if (level === '#') return true
    if (i >= topic.length || (level !== '+' && level !== topic[i])) return false
    if (i === topic.length - 1 && filter[i + 1] === '#') return true
  }
  return filter.length === topic.length
}
