/** The lines of an emitted dynamic-security file that say what a user may do: those of its role. */

import { matches, overlaps, parseFilter, type TopicFilter } from '../../../topic/filter.ts'
import type { Broker } from '../../../topology/broker.ts'
import type { Topology } from '../../../topology/topology.ts'
import type { Action, User } from '../../../topology/user.ts'
import type { AskedLine, AskedLines } from '../acl/asked-lines.ts'
import { securityFile } from './security-file.ts'
import { securityPlan } from './security-plan.ts'
import { ACL_TYPES, type SecurityAcl } from './security-role.ts'

/** Lines do not depend on passwords. */
const NO_PASSWORDS = { passwordHash: () => '$7$1$$' }

export function askedRoles(topology: Topology, broker: Broker): AskedLines {
  const plan = securityPlan(topology, broker)
  const lines = roleLines([...securityFile(plan, NO_PASSWORDS)].join(''))
  const roles = new Map(plan.roles.map(({ rolename, acls }) => [rolename, acls]))
  const roleOf = new Map(plan.clients.map(({ user, rolename }) => [user.name, rolename]))
  const asked = (user: User, action: Action, isMeant: (acl: SecurityAcl) => boolean) => {
    const role = user.kind === 'anonymous' ? plan.anonymous : roleOf.get(user.name)
    return (roles.get(role ?? '') ?? [])
      .filter(({ acltype }) => acltype === ACL_TYPES[action])
      .filter(isMeant)
      .sort((a, b) => b.priority - a.priority)
      .map((acl): AskedLine => ({ line: lines.get(role ?? '') ?? 0, text: aclText(role ?? '', acl) }))
  }
  return {
    deciding: (user, action, topic) =>
      asked(user, action, ({ topic: filter }) => matches(parseFilter(filter), topic))[0],
    about: (user, action, topics: TopicFilter) =>
      asked(user, action, ({ topic: filter }) => overlaps(parseFilter(filter), topics)),
  }
}

/** A role is one line. */
function roleLines(content: string): ReadonlyMap<string, number> {
  const found = content.split('\n').flatMap((text, i): (readonly [string, number])[] => {
    const [, name] = /^\{"rolename":("(?:[^"\\]|\\.)*"),"acls":/.exec(text) ?? []
    return name === undefined ? [] : [[String(JSON.parse(name)), i + 1]]
  })
  return new Map(found)
}

/** What of a line, which may be long, is meant. */
function aclText(role: string, acl: SecurityAcl): string {
  return `"rolename":${JSON.stringify(role)} … ${JSON.stringify(acl)}`
}
