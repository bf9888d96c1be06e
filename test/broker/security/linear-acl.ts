/**
 * Decides by an ACL file as Mosquitto 2.1 is documented to: one list after the other, one line after the other, denies
 * put in front. Written without any code of the project, so that it is a witness of the trees and caches there.
 */

interface Entry {
  readonly access: string
  readonly filter: string
}

export interface Client {
  readonly username?: string
  readonly clientId: string
}

export interface LinearAcl {
  allows(client: Client, action: 'read' | 'write', topic: string): boolean
}

export function linearAcl(text: string): LinearAcl {
  const anonymous: Entry[] = []
  const patterns: Entry[] = []
  const users = new Map<string, Entry[]>()
  let own = anonymous
  for (const line of text.split('\n').map((line) => line.trimEnd())) {
    if (line === '' || line.startsWith('#')) continue
    const [, keyword = '', rest = ''] = /^ *([^ ]+) *(.*)$/.exec(line) ?? []
    if (keyword === 'user') {
      own = users.get(rest) ?? []
      users.set(rest, own)
      continue
    }
    const [, access = 'readwrite', filter = ''] = /^(?:(read|write|readwrite|deny) +)?(.+)$/.exec(rest) ?? []
    const list = keyword === 'topic' ? own : patterns
    if (access === 'deny') list.unshift({ access, filter })
    else list.push({ access, filter })
  }
  return {
    allows(client, action, topic) {
      if (!passesDollarCheck(action, topic)) return false
      const isNamed = client.username !== undefined && client.username !== ''
      const list = isNamed ? users.get(client.username ?? '') : anonymous
      for (const { access, filter } of list ?? []) {
        if (!matches(filter, topic)) continue
        if (access === 'deny') return false
        if (access === action || access === 'readwrite') return true
      }
      if (patterns.length > 0 && /[+#]/.test((client.username ?? '') + client.clientId)) return false
      for (const { access, filter } of patterns) {
        if (filter.includes('%u') && !isNamed) continue
        if (!matches(filter, topic, client)) continue
        if (access === 'deny') return false
        if (access === action || access === 'readwrite') return true
      }
      return false
    },
  }
}

function passesDollarCheck(action: 'read' | 'write', topic: string): boolean {
  if (topic.startsWith('$share')) return false
  if (action === 'read' || !topic.startsWith('$SYS')) return true
  return matches('$SYS/broker/connection/+/state', topic)
}

/** As a regular expression: another way than anything in the project. */
function matches(filter: string, topic: string, client?: Client): boolean {
  if (topic.startsWith('$') !== filter.startsWith('$')) return false
  const source = filter.split('/').map((level) => {
    if (level === '+') return '[^/]*'
    if (client !== undefined && level === '%u') return quoted(client.username)
    if (client !== undefined && level === '%c') return quoted(client.clientId)
    return level === '#' ? level : quoted(level, true)
  })
  const pattern = source.join('/').replace(/^#$/, '.*').replace(/\/#$/, '(/.*)?')
  return new RegExp(`^${pattern}$`, 's').test(topic)
}

/** An empty value matches nothing, and none matches more than one level. */
function quoted(text = '', mayBeEmpty = false): string {
  if ((text === '' && !mayBeEmpty) || text.includes('/')) return '(?!)'
  return text.replace(/[\\^$.*+?()[\]{}|#]/g, (character) => `\\${character}`)
}
