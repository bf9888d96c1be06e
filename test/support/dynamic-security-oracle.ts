/**
 * Decides by a file of Mosquitto's dynamic-security plugin as the plugin does: the roles of the client in order of
 * priority, in each the entries of the asked kind in order of priority, the first that matches. Written from the
 * plugin's behaviour and without the project's own topic code, so that it is a witness of what was emitted.
 */

interface Acl {
  readonly acltype: string
  readonly topic: string
  readonly priority: number
  readonly allow: boolean
}

interface RoleUse {
  readonly rolename: string
  readonly priority?: number
}

interface SecurityJson {
  readonly defaultACLAccess?: Readonly<Record<string, boolean>>
  readonly clients?: readonly { readonly username: string; readonly roles?: readonly RoleUse[] }[]
  readonly groups?: readonly { readonly groupname: string; readonly roles?: readonly RoleUse[] }[]
  readonly anonymousGroup?: string
  readonly roles?: readonly { readonly rolename: string; readonly acls?: readonly Acl[] }[]
}

export interface DynamicSecurityOracle {
  /** Whoever is not in the file, and has no username either, has the rights of the anonymous group. */
  allows(username: string | undefined, action: 'publish' | 'subscribe', topic: string): boolean
}

export function readDynamicSecurity(text: string): DynamicSecurityOracle {
  const json = JSON.parse(text) as SecurityJson
  const { clients = [], groups = [], roles = [], defaultACLAccess = {} } = json
  const acls = new Map(roles.map(({ rolename, acls = [] }) => [rolename, acls]))
  const ofClient = new Map(clients.map(({ username, roles = [] }) => [username, roles]))
  const ofAnonymous = groups.find(({ groupname }) => groupname === json.anonymousGroup)?.roles ?? []
  return {
    allows(username, action, topic) {
      const acltype = action === 'publish' ? 'publishClientSend' : 'publishClientReceive'
      const uses = username === undefined ? ofAnonymous : ofClient.get(username)
      if (uses === undefined) return false
      const ordered = [...uses].sort((a, b) => (b.priority ?? -1) - (a.priority ?? -1))
      for (const { rolename } of ordered) {
        const entries = (acls.get(rolename) ?? []).filter((acl) => acl.acltype === acltype)
        const [first] = entries
          .filter((acl) => matches(acl.topic.split('/'), topic.split('/')))
          .sort((a, b) => b.priority - a.priority)
        if (first !== undefined) return first.allow
      }
      return defaultACLAccess[acltype] ?? false
    },
  }
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
