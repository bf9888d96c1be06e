import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'

export const anonymousNotAdmitted: CheckRule = {
  code: 'anonymous-not-admitted',
  severity: 'warning',
  needsWhole: true,
  summary: 'the user "anonymous" has rights on a broker that admits no anonymous clients',
  explanation: prose`
    The user \`anonymous\` stands for clients that give no username. They get in where a listener has \`anonymous\`
    in its \`auth\`; without one the rights of \`anonymous\` at this broker are of no use.

    Add \`anonymous\` to the \`auth\` of a listener, best one that is bound to loopback, or take the broker out of
    the user's \`at\`.
  `,
  *check({ fresh }) {
    for (const { kind, at, path } of fresh) {
      if (kind !== 'anonymous') continue
      for (const broker of at) {
        if (broker.listeners.some(({ auth }) => auth.includes('anonymous'))) continue
        yield {
          message: `user "anonymous" has rights at broker "${broker.name}", where no listener admits anonymous clients`,
          at: { path: [...path, 'at'] },
          related: [{ at: { path: [...broker.path, 'listeners'] }, message: 'the listeners are here' }],
          hint: `add "anonymous" to the auth of a listener, or remove "${broker.name}" from "at"`,
        }
      }
    }
  },
}
