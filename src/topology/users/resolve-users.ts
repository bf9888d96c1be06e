/** Users that the spec writes one by one. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { User as SpecUser } from '../../spec/generated/spec.ts'
import { invalidIdentity, reservedName } from '../codes/reference-codes.ts'
import { authAnonymous } from '../codes/user-codes.ts'
import { expandTemplate } from '../expand-template.ts'
import type { Resolution } from '../resolution.ts'
import { sortedEntries } from '../sorted.ts'
import { parseTextTemplate } from '../text-template.ts'
import type { User } from '../user.ts'
import { identityProblem } from './identity-problem.ts'
import { fleetMember } from './resolve-roles.ts'
import type { Reach } from './role-uses.ts'
import { makeUser, userMaker } from './user-maker.ts'
import type { World } from './world.ts'

export const ANONYMOUS = 'anonymous'

/** Sorted by name; users that are wrong are left out. */
export function resolveUsers(world: World): { users: readonly User[]; reaches: readonly Reach[] } {
  const users: User[] = []
  const reaches: Reach[] = []
  for (const [name, spec] of sortedEntries(world.resolution.spec.users)) {
    const path = ['users', name]
    const isAnonymous = name === ANONYMOUS
    if (isAnonymous) reportCredentials(world.resolution, spec, path)
    const kind = isAnonymous ? 'anonymous' : 'user'
    const scope = { variables: ['username', 'clientId'] } as const
    const maker = userMaker(world, { kind, spec, path, scope, member: name })
    const clientId = resolveClientId(world.resolution, name, spec.clientId, [...path, 'clientId'])
    if (!isUsername(world.resolution, name, path) || maker === undefined) continue
    const subject = { username: name, clientId, report: world.resolution.report }
    const user = makeUser(maker, subject, path)
    if (user === undefined) continue
    users.push(user)
    reaches.push({ roles: maker.grants.roles, groups: maker.groups, userCount: 1 })
  }
  return { users, reaches }
}

function reportCredentials({ report }: Resolution, { auth }: SpecUser, path: SpecPath): void {
  if (auth === undefined) return
  report(authAnonymous, {
    message: 'the user "anonymous" stands for clients without a username, so it has no credentials',
    at: { path: [...path, 'auth'] },
    hint: 'remove "auth", or choose another username',
  })
}

function isUsername({ report }: Resolution, name: string, path: SpecPath): boolean {
  const problem = identityProblem(name)
  const at = { path, on: 'key' } as const
  if (problem !== undefined) {
    report(invalidIdentity, { message: `the username ${quoted(name)} ${problem}`, at })
  } else if (name.startsWith(fleetMember(''))) {
    const message = `the username ${quoted(name)} reads like a fleet among the members of a group`
    report(reservedName, { message, at, hint: 'choose another username' })
  }
  return problem === undefined && !name.startsWith(fleetMember(''))
}

function resolveClientId(
  { report }: Resolution,
  username: string,
  text: string | undefined,
  path: SpecPath,
): string | undefined {
  const template =
    text === undefined ? undefined : parseTextTemplate(text, path, { variables: ['username'] }, report)
  const clientId = template && expandTemplate(template, { username, report })
  const problem = clientId === undefined ? undefined : identityProblem(clientId)
  if (clientId === undefined || problem === undefined) return clientId
  report(invalidIdentity, { message: `the client identifier ${quoted(clientId)} ${problem}`, at: { path } })
  return undefined
}
