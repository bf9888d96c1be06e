/** Listeners with certificates on brokers of 2.1 that also take pre-shared keys. */

import type { Broker, CertificateTls, Listener } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'

export function besidePreSharedKeys(
  { brokers }: Topology,
  minVersion: CertificateTls['minVersion'],
): { readonly broker: Broker; readonly listener: Listener; readonly psk: Listener }[] {
  return brokers
    .filter(({ engine }) => engine.version === '2.1')
    .flatMap((broker) => {
      const psk = broker.listeners.find(({ auth }) => auth.includes('psk'))
      if (psk === undefined) return []
      const others = broker.listeners.filter(
        ({ tls }) => tls?.kind === 'certificate' && tls.minVersion === minVersion,
      )
      return others.map((listener) => ({ broker, listener, psk }))
    })
}
