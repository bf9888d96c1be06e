import { prose } from '../../diagnostics/prose.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import type { Bridge } from '../../topology/bridge.ts'
import type { CheckRule } from '../check-subject.ts'

/** What engines use where nothing else is said; Mosquitto's default. */
const DEFAULT_KEEP_ALIVE_SECONDS = 60

export const bridgeRefused: CheckRule = {
  code: 'bridge-refused',
  severity: 'error',
  needsWhole: true,
  summary: 'the far broker refuses the MQTT version or the keep alive of a bridge',
  explanation: prose`
    A listener with \`protocolVersions\` refuses all other versions, and a broker with \`limits.maxKeepAlive\` refuses an
    MQTT 3 client that asks for more. The bridge would try again for ever. With MQTT 5 the broker answers with the
    keep alive that it wants instead, so only the version counts there.

    Change \`session.protocol\` or \`session.keepAlive\` of the bridge, or the limits of the far broker.
  `,
  *check({ topology: { bridges } }) {
    for (const bridge of bridges) {
      yield* refusedVersion(bridge)
      yield* refusedKeepAlive(bridge)
    }
  },
}

function* refusedVersion({ name, protocol, listener, to, path }: Bridge): Generator<Finding> {
  const { protocolVersions } = listener
  if (protocolVersions.length === 0 || protocolVersions.includes(protocol)) return
  yield {
    message: `bridge "${name}" speaks MQTT protocol level ${protocol}, which listener "${listener.name}" of broker "${to.name}" does not accept`,
    at: { path: [...path, 'session', 'protocol'] },
    related: [
      { at: { path: [...listener.path, 'protocolVersions'] }, message: 'the accepted levels are here' },
    ],
    hint: `set session.protocol to ${protocolVersions.join(' or ')}`,
  }
}

function* refusedKeepAlive({ name, protocol, keepAliveSeconds, to, path }: Bridge): Generator<Finding> {
  const asked = keepAliveSeconds ?? DEFAULT_KEEP_ALIVE_SECONDS
  const max = to.limits.maxKeepAliveSeconds
  if (protocol === 5 || max === undefined || max === 0 || asked <= max) return
  yield {
    message: `bridge "${name}" asks for a keep alive of ${asked}s, and broker "${to.name}" accepts at most ${max}s`,
    at: { path: [...path, 'session', 'keepAlive'] },
    related: [{ at: { path: [...to.path, 'limits', 'maxKeepAlive'] }, message: 'the limit is here' }],
    hint: `set session.keepAlive to ${max}s or less`,
  }
}
