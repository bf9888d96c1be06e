import { prose } from '../../diagnostics/prose.ts'
import type { Listener } from '../../topology/broker.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

interface IdleOption {
  readonly option: string
  readonly needs: string
  readonly steps: readonly string[]
}

export const listenerOptionWithoutEffect: CheckRule = {
  code: 'listener-option-without-effect',
  severity: 'warning',
  summary: 'an option of a listener does nothing there',
  explanation: prose`
    \`origins\` guards websockets only. \`tls.crl\` concerns client certificates, which a listener reads only with
    \`clientAuth: required\`. An option that does nothing is a protection that somebody believes in.

    Remove the option, or set what it needs.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      for (const { option, needs, steps } of idleOptions(listener)) {
        yield {
          message: `"${option}" does nothing on listener "${listener.name}" of broker "${broker.name}": it needs ${needs}`,
          at: { path: [...listener.path, ...steps], on: 'key' },
          hint: `remove "${option}", or give the listener ${needs}`,
        }
      }
    }
  },
}

function idleOptions({ transport, origins, tls }: Listener): IdleOption[] {
  const idle: IdleOption[] = []
  if (origins.length > 0 && transport !== 'websocket') {
    idle.push({ option: 'origins', needs: 'the transport "websocket"', steps: ['origins'] })
  }
  if (tls?.kind !== 'certificate' || tls.clientAuth === 'required') return idle
  const needs = 'clientAuth "required"'
  if (tls.crl) idle.push({ option: 'crl', needs, steps: ['tls', 'crl'] })
  return idle
}
