import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { type Profile, rootOf } from '../../topology/authority.ts'
import { certificateUses } from '../certificate-uses.ts'
import type { CheckRule } from '../check-subject.ts'

export const sharedRoot: CheckRule = {
  code: 'shared-root',
  severity: 'warning',
  summary: 'certificates of brokers and of clients come from one root',
  explanation: prose`
    Clients trust the root of the broker's certificate. If the authority for clients stands below the same root, a
    client's certificate, or one made with the clients' key, can pass for a broker: many TLS libraries of small
    devices do not check what an intermediate authority may sign for (mbedTLS, wolfSSL, and others).

    Use two roots. Without \`authorities\` and \`profiles\` mqttopia makes \`clients-root\` and \`servers-root\` by itself.
  `,
  *check({ topology }) {
    const { ofListeners, ofUsers } = certificateUses(topology)
    const servers = new Map(Array.from(ofListeners.keys(), (profile) => [rootOf(profile.issuer), profile]))
    const reported = new Set<Profile>()
    for (const client of ofUsers.keys()) {
      const root = rootOf(client.issuer)
      const server = servers.get(root)
      if (server === undefined || reported.has(server)) continue
      reported.add(server)
      yield {
        message: `profiles ${quoted(server.name)} of brokers and ${quoted(client.name)} of clients come from one root, ${quoted(root.name)}`,
        at: { path: [...client.path, 'issuer'] },
        related: [
          { at: { path: [...server.path, 'issuer'] }, message: 'the issuer of broker certificates is here' },
        ],
        hint: 'let clients and brokers have roots of their own',
      }
    }
  },
}
