import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { Broker } from '../../../topology/broker.ts'
import type { Grant } from '../../../topology/user.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const dynamicSecurityVariable: MosquittoRule = {
  code: 'dynamic-security-variable',
  severity: 'error',
  summary: "the dynamic-security plugin of Mosquitto 2.1 takes a level of a topic for a client's name",
  explanation: prose`
    Where a level is \`%u\` or \`%c\`, the plugin of 2.1 puts the username or the client identifier of whoever asks in its
    place. A spec means just that text by it, as the plugin of 2.0 does, and there is no way to write it for 2.1.

    Use \`\${username}\` or \`\${clientId}\` if a client's own name is meant, or name the level otherwise.
  `,
  *check({ fresh }) {
    const found = new Map<string, { readonly grant: Grant; readonly broker: Broker }>()
    for (const { at, grants } of fresh) {
      const broker = at.find(
        ({ access, engine }) => access === 'dynamic-security' && engine.version === '2.1',
      )
      if (broker === undefined) continue
      for (const grant of grants) if (hasVariable(grant)) found.set(grant.path.join('\0'), { grant, broker })
    }
    for (const { grant, broker } of found.values()) {
      yield {
        message: `${quoted(grant.filter.text)} would be filled in with a client's own name on broker ${quoted(broker.name)}`,
        at: { path: grant.path },
        hint: 'use ${username} or ${clientId} if that is meant, or name the level otherwise',
      }
    }
  },
}

function hasVariable({ filter }: Grant): boolean {
  return filter.levels.some((level) => level === '%u' || level === '%c')
}
