import { prose } from '../../../diagnostics/prose.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const listenerAuthMixed: MosquittoRule = {
  code: 'listener-auth-mixed',
  severity: 'error',
  summary: 'Mosquitto cannot take certificates or pre-shared keys and something else on one listener',
  explanation: prose`
    Where the username comes from a certificate or a pre-shared key (\`use_identity_as_username\`), Mosquitto ignores
    username and password of the client, and lets nobody in without a certificate. So \`certificate\` and \`psk\` stand
    alone in \`auth\`; \`password\` and \`anonymous\` may stand together.

    Give each kind a listener of its own, on another port.
  `,
  *check({ topology: { brokers } }) {
    for (const broker of brokers) {
      for (const { name, auth, path } of broker.listeners) {
        const byTls = auth.find((kind) => kind === 'certificate' || kind === 'psk')
        if (byTls === undefined || auth.length === 1) continue
        const others = auth.filter((kind) => kind !== byTls).join(' or ')
        yield {
          message: `listener "${name}" of broker "${broker.name}" cannot take ${others} beside ${byTls}`,
          at: { path: [...path, 'auth'] },
          hint: `move ${others} to a listener of its own`,
        }
      }
    }
  },
}
