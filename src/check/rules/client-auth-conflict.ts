import { prose } from '../../diagnostics/prose.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import type { Listener } from '../../topology/broker.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

export const clientAuthConflict: CheckRule = {
  code: 'client-auth-conflict',
  severity: 'error',
  summary: 'a listener asks for client certificates from users that have none, or fails to ask',
  explanation: prose`
    \`tls.clientAuth: required\` ends the handshake of every client without a certificate, so users with a password
    and anonymous ones can never connect there: brokers do not ask for certificates optionally. \`clientAuth: none\`
    asks nobody, so a user with a certificate is never recognised. Listeners with \`certificate\` in \`auth\` have
    \`required\` by default.

    Open one listener for certificates and another for passwords, on ports of their own.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      const problem = clientAuthProblem(listener)
      if (problem !== undefined) {
        yield {
          ...problem,
          message: `listener "${listener.name}" of broker "${broker.name}" ${problem.message}`,
        }
      }
    }
  },
}

function clientAuthProblem({ auth, tls, path }: Listener): Finding | undefined {
  if (tls?.kind !== 'certificate') return undefined
  const other = auth.find((kind) => kind === 'password' || kind === 'anonymous')
  if (tls.clientAuth === 'none' && auth.includes('certificate')) {
    return {
      message: 'has "certificate" in its auth but does not ask for certificates',
      at: { path: [...path, 'tls', 'clientAuth'] },
      related: [{ at: { path: [...path, 'auth'] }, message: 'certificates are expected here' }],
      hint: 'set clientAuth to "required", or leave it out',
    }
  }
  if (tls.clientAuth === 'none' || other === undefined) return undefined
  return {
    message: `asks every client for a certificate, which users with "${other}" do not have`,
    at: { path: [...path, 'auth'] },
    hint: `open a listener of its own for "${other}"`,
  }
}
