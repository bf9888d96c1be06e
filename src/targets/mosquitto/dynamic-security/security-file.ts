/**
 * The file of the dynamic-security plugin that ships with Mosquitto, in pieces, since a fleet's may be large. Whoever is
 * not in it may do nothing; every subscription is granted, and each message is held against the rights of its receiver,
 * as with an ACL file.
 */

import type { Materials } from '../../../pki/materials.ts'
import type { User } from '../../../topology/user.ts'
import type { SecurityPlan } from './security-plan.ts'

const DEFAULTS = {
  publishClientSend: false,
  publishClientReceive: false,
  subscribe: true,
  unsubscribe: true,
}

const ANONYMOUS_GROUP = 'anonymous'

/** One client, role and group a line. */
export function* securityFile(
  { roles, clients, anonymous }: SecurityPlan,
  materials: Pick<Materials, 'passwordHash'>,
): Iterable<string> {
  yield `{\n"defaultACLAccess": ${JSON.stringify(DEFAULTS)},\n"clients": [`
  // The plugin keeps the names of a role in order and walks them from the first: with the last one first, it need not.
  const inOrder = [...clients].sort((a, b) => (a.user.name < b.user.name ? 1 : -1))
  yield* listed(inOrder, ({ user, rolename }) => ({
    username: user.name,
    ...login(user, materials),
    roles: rolename === undefined ? [] : [{ rolename }],
  }))
  const groups =
    anonymous === undefined
      ? []
      : [{ groupname: ANONYMOUS_GROUP, roles: [{ rolename: anonymous }], clients: [] }]
  yield '],\n"groups": ['
  yield* listed(groups, (group) => group)
  yield groups.length === 0 ? '],\n' : `],\n"anonymousGroup": ${JSON.stringify(ANONYMOUS_GROUP)},\n`
  yield '"roles": ['
  yield* listed(roles, (role) => role)
  yield ']\n}\n'
}

function* listed<Item>(items: readonly Item[], view: (item: Item) => object): Iterable<string> {
  for (const [i, item] of items.entries()) yield `${i === 0 ? '' : ','}\n${JSON.stringify(view(item))}`
}

/** The plugin holds a fixed client identifier against the client's own where it checks a password, and nowhere else. */
function login({ name, authentication, clientId }: User, materials: Pick<Materials, 'passwordHash'>): object {
  if (authentication.kind !== 'password') return {}
  const [, , iterations, salt, password] = materials.passwordHash(name).split('$')
  return {
    ...(clientId === undefined ? {} : { clientid: clientId }),
    password,
    salt,
    iterations: Number(iterations),
  }
}
