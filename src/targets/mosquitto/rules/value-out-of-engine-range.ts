import type { SpecPath } from '../../../diagnostics/diagnostic.ts'
import { prose } from '../../../diagnostics/prose.ts'
import type { Bridge } from '../../../topology/bridge.ts'
import type { Broker } from '../../../topology/broker.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

const MAX_SOCKET_PATH_BYTES = 107
const MAX_PACKET_BYTES = 268_435_455

export const valueOutOfEngineRange: MosquittoRule = {
  code: 'value-out-of-engine-range',
  severity: 'error',
  summary: 'Mosquitto refuses this value, or takes it for another one',
  explanation: prose`
    Mosquitto's own bounds: \`maxPacketSize\` from 20 B to 268,435,455 B (the largest packet of MQTT), \`maxKeepAlive\` up to
    65535s, a bridge's \`keepAlive\` from 5s to 65535s, \`sessionExpiry\` and \`retain.expiry\` in whole hours and minutes,
    \`autosave\` and \`sysInterval\` in whole seconds below 65536, and at most 107 bytes for the path of a Unix socket.
  `,
  *check({ topology: { brokers, bridges } }) {
    for (const { path, message, hint } of [
      ...brokers.flatMap(brokerProblems),
      ...bridges.flatMap(bridgeProblems),
    ]) {
      yield { message, at: { path }, hint }
    }
  },
}

interface Problem {
  readonly path: SpecPath
  readonly message: string
  readonly hint: string
}

function brokerProblems({ limits, persistence, retain, listeners, path }: Broker): Problem[] {
  const { maxPacketSizeBytes: packet, maxKeepAliveSeconds: keepAlive } = limits
  const expiry = persistence.sessionExpirySeconds
  return [
    ...(packet !== undefined && (packet < 20 || packet > MAX_PACKET_BYTES)
      ? [bound([...path, 'limits', 'maxPacketSize'], `${packet} B`, 'from 20B to 268435455B')]
      : []),
    ...(keepAlive !== undefined && keepAlive > 65_535
      ? [bound([...path, 'limits', 'maxKeepAlive'], `${keepAlive}s`, 'up to 65535s')]
      : []),
    ...(expiry !== undefined && (expiry % 3_600 !== 0 || expiry === 0)
      ? [bound([...path, 'persistence', 'sessionExpiry'], `${expiry}s`, 'in whole hours')]
      : []),
    ...(retain.expirySeconds !== undefined && (retain.expirySeconds % 60 !== 0 || retain.expirySeconds === 0)
      ? [bound([...path, 'retain', 'expiry'], `${retain.expirySeconds}s`, 'in whole minutes')]
      : []),
    ...listeners.flatMap(({ socketPath = '', path: at }) =>
      Buffer.byteLength(socketPath) > MAX_SOCKET_PATH_BYTES
        ? [bound([...at, 'path'], `${Buffer.byteLength(socketPath)} bytes`, 'of at most 107 bytes')]
        : [],
    ),
  ]
}

function bridgeProblems({ keepAliveSeconds: keepAlive, path }: Bridge): Problem[] {
  if (keepAlive === undefined || (keepAlive >= 5 && keepAlive <= 65_535)) return []
  return [bound([...path, 'session', 'keepAlive'], `${keepAlive}s`, 'from 5s to 65535s')]
}

function bound(path: SpecPath, value: string, bounds: string): Problem {
  const name = String(path.at(-1))
  return {
    path,
    message: `Mosquitto takes "${name}" only ${bounds}, not ${value}`,
    hint: `write a value ${bounds}`,
  }
}
