import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { machineOf } from '../network-reach.ts'

export const socketPathConflict: CheckRule = {
  code: 'socket-path-conflict',
  severity: 'error',
  summary: 'two listeners on one machine would take the same Unix socket',
  explanation: prose`
    A Unix socket belongs to the program that made it last: the second broker takes the path over, and clients of
    the first reach the wrong broker without a sign. Brokers with the same \`host\` are taken to be on one machine.

    Give each listener a \`path\` of its own.
  `,
  *check({ topology: { brokers } }) {
    const earlier = new Map<string, SpecPath>()
    for (const broker of brokers) {
      for (const { name, socketPath, path } of broker.listeners) {
        if (socketPath === undefined) continue
        const key = `${machineOf(broker)} ${socketPath}`
        const other = earlier.get(key)
        earlier.set(key, other ?? path)
        if (other === undefined) continue
        yield {
          message: `listener "${name}" of broker "${broker.name}" takes the socket "${socketPath}", which is taken already`,
          at: { path: [...path, 'path'] },
          related: [{ at: { path: [...other, 'path'] }, message: 'the socket is first taken here' }],
          hint: 'give each listener a path of its own',
        }
      }
    }
  },
}
