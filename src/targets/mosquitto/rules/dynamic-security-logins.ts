import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { askingListeners } from '../conf/logins.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const dynamicSecurityLogins: MosquittoRule = {
  code: 'dynamic-security-logins',
  severity: 'error',
  summary:
    'with the dynamic-security plugin, users with a password could log in where only anonymous clients shall',
  explanation: prose`
    The dynamic-security plugin has one list of users for a whole broker and checks passwords on every listener. A listener
    for anonymous clients alone would therefore let in everybody who has a password, too.

    Take \`password\` on that listener as well, leave \`anonymous\` to a broker of its own, or use the ACL file.
  `,
  *check({ topology: { brokers } }) {
    for (const broker of brokers.filter(({ access }) => access === 'dynamic-security')) {
      const asking = askingListeners(broker.listeners)
      const other = asking.find(({ auth }) => auth.includes('password'))
      if (other === undefined) continue
      for (const { name, path } of asking.filter(({ auth }) => !auth.includes('password'))) {
        yield {
          message: `users with a password could log in on listener ${quoted(name)} of broker ${quoted(broker.name)} too`,
          at: { path: [...path, 'auth'] },
          related: [{ at: { path: [...other.path, 'auth'] }, message: 'passwords are taken here' }],
          hint: 'add "password" to its auth, or set access: acl-file on the broker',
        }
      }
    }
  },
}
