import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'

export const unspecifiedHost: CheckRule = {
  code: 'unspecified-host',
  severity: 'error',
  summary: 'the host of a broker is the address that means "all addresses"',
  explanation: prose`
    \`host\` is the name or address under which clients and bridges reach the broker; it goes into their
    configuration and into the broker's certificate. \`0.0.0.0\` and \`::\` say where to listen, which is \`bind\` of a
    listener, and nobody can dial them.

    Name the host, and leave \`bind\` out to listen on all addresses.
  `,
  *check({ topology: { brokers } }) {
    for (const { name, host, path } of brokers) {
      if (host !== '0.0.0.0' && host !== '::') continue
      yield {
        message: `nobody can reach broker "${name}" under "${host}"`,
        at: { path: [...path, 'host'] },
        hint: 'name the host or address that clients dial',
      }
    }
  },
}
