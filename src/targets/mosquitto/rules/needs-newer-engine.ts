import type { SpecPath } from '../../../diagnostics/diagnostic.ts'
import { prose } from '../../../diagnostics/prose.ts'
import type { Broker } from '../../../topology/broker.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const needsNewerEngine: MosquittoRule = {
  code: 'needs-newer-engine',
  severity: 'error',
  summary: "an option came with a later version of the broker's engine",
  explanation: prose`
    Mosquitto 2.0 ends with "Unknown configuration variable" when it meets an option of 2.1. These came with 2.1:
    \`origins\`, \`protocolVersions\` and \`proxyProtocol\` of a listener, \`retain.expiry\`, and the limits
    \`maxTotalConnections\` and \`maxTotalClients\`.

    Run 2.1 and say \`engine: { version: "2.1" }\`, or leave the option out. \`retain.expiry\` exists in 2.0.22 too, but not
    in the 2.0 releases before it.
  `,
  *check({ topology: { brokers } }) {
    for (const broker of brokers.filter(({ engine }) => engine.version === '2.0')) {
      for (const { name, path } of newOptions(broker)) {
        yield {
          message: `broker "${broker.name}" runs Mosquitto 2.0, which has no "${name}"`,
          at: { path, on: 'key' },
          hint: `remove "${name}", or set engine: { version: "2.1" } where the broker runs 2.1`,
        }
      }
    }
  },
}

interface Option {
  readonly name: string
  readonly path: SpecPath
}

function newOptions({ listeners, limits, retain, path }: Broker): Option[] {
  const ofListeners = listeners.flatMap((listener) => [
    ...named('origins', listener.origins.length > 0, listener.path),
    ...named('protocolVersions', listener.protocolVersions.length > 0, listener.path),
    ...named('proxyProtocol', listener.proxyProtocol !== undefined, listener.path),
  ])
  return [
    ...ofListeners,
    ...named('maxTotalConnections', limits.maxTotalConnections !== undefined, [...path, 'limits']),
    ...named('maxTotalClients', limits.maxTotalClients !== undefined, [...path, 'limits']),
    ...named('expiry', retain.expirySeconds !== undefined, [...path, 'retain']),
  ]
}

function named(name: string, isUsed: boolean, path: SpecPath): Option[] {
  return isUsed ? [{ name, path: [...path, name] }] : []
}
