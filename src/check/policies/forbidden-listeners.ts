/** Listeners that a policy forbids. */

import type { Listener } from '../../topology/broker.ts'
import type { ListenerSelection } from '../../topology/policy.ts'
import type { Topology } from '../../topology/topology.ts'
import { listenersOf } from '../listeners-of.ts'
import { isOpenToNetwork } from '../network-reach.ts'
import { because, type Violation } from './violation.ts'

export function* forbiddenListeners(topology: Topology, selection: ListenerSelection): Generator<Violation> {
  for (const { broker, listener } of listenersOf(topology)) {
    if (!isMeant(selection, listener)) continue
    yield {
      subject: `${broker.name}\0${listener.name}`,
      message: `listener "${listener.name}" of broker "${broker.name}" is one of these`,
      related: [because(listener.path, 'it is defined here')],
      hint: 'change the listener, or take it out',
    }
  }
}

function isMeant({ tls, bind, auth }: ListenerSelection, listener: Listener): boolean {
  if (tls !== undefined && tls !== (listener.tls?.kind ?? 'none')) return false
  if (bind !== undefined && (bind === 'loopback') === isOpenToNetwork(listener)) return false
  return auth === undefined || listener.auth.includes(auth)
}
