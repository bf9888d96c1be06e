import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { Grant, User } from '../../../topology/user.ts'
import { definitionPath, userLabel } from '../../../topology/user-label.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const dynamicSecurityClientId: MosquittoRule = {
  code: 'dynamic-security-client-id',
  severity: 'error',
  summary: 'the dynamic-security plugin cannot fill an open `${clientId}` in',
  explanation: prose`
    The roles of the dynamic-security plugin of Mosquitto 2.0 hold topics as they are; only 2.1 puts the names of a client
    into them, which mqttopia makes no use of, so that a file serves both. It writes \`\${username}\` and a fixed \`clientId\` out for each user, but cannot do so with an
    identifier that the client chooses.

    Give the user a \`clientId\`, or use \`\${username}\`.
  `,
  *check({ fresh }) {
    for (const { grant, user } of openGrants(fresh)) {
      yield {
        message: `"${grant.filter.text}" cannot be written for ${userLabel(user)}, who has no fixed client identifier`,
        at: { path: grant.path },
        related: [
          {
            at: { path: definitionPath(user), on: 'key' },
            message: 'the client identifier is left open here',
          },
        ],
        hint: `give ${quoted(user.name)} a clientId, or use \${username} instead`,
      }
    }
  },
}

/** Each grant once, with the first user that has it. */
function openGrants(users: readonly User[]): Iterable<{ readonly grant: Grant; readonly user: User }> {
  const found = new Map<string, { readonly grant: Grant; readonly user: User }>()
  for (const user of users) {
    if (user.clientId !== undefined || !user.at.some(({ access }) => access === 'dynamic-security')) continue
    for (const grant of user.grants) {
      const key = JSON.stringify(grant.path)
      if (isOpen(grant) && !found.has(key)) found.set(key, { grant, user })
    }
  }
  return found.values()
}

function isOpen({ filter }: Grant): boolean {
  return filter.levels.some((level) => typeof level !== 'string' && level.variable === 'clientId')
}
