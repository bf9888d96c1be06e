import { prose } from '../../diagnostics/prose.ts'
import type { Broker, Install } from '../../topology/broker.ts'
import type { CheckRule } from '../check-subject.ts'
import { isLoopback, machineOf } from '../network-reach.ts'

export const installConflict: CheckRule = {
  code: 'install-conflict',
  severity: 'warning',
  summary: 'two brokers on one machine have the same folder',
  explanation: prose`
    Each broker has its files in \`install.config\` and keeps its state in \`install.data\`. Two brokers that share a
    folder overwrite each other's configuration and saved sessions. Brokers with the same \`host\` are taken to be on
    one machine; those with \`localhost\` are left out, since \`compile --root\` keeps a trial's brokers apart by itself.

    Give each broker \`install\` folders of its own, such as \`/etc/mosquitto/line1\`, or its own \`host\`.
  `,
  *check({ topology: { brokers } }) {
    const earlier = new Map<string, Broker>()
    for (const broker of brokers.filter(({ host }) => !isLoopback(host))) {
      for (const folder of ['config', 'data'] as const) {
        const key = [machineOf(broker), folder, broker.install[folder]].join(' ')
        const other = earlier.get(key)
        earlier.set(key, other ?? broker)
        if (other === undefined) continue
        yield {
          message: `brokers "${other.name}" and "${broker.name}" both have ${PURPOSES[folder]} in "${broker.install[folder]}"`,
          at: { path: broker.path, on: 'key' },
          related: [{ at: { path: other.path, on: 'key' }, message: 'the other broker is here' }],
          hint: `set install.${folder} for one of them, or give them different hosts`,
        }
        break
      }
    }
  },
}

const PURPOSES: Readonly<Record<keyof Pick<Install, 'config' | 'data'>, string>> = {
  config: 'their configuration',
  data: 'their state',
}
