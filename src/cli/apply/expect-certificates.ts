/** A broker whose certificates are still to be signed elsewhere would not start. */

import { Failure } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { serverCertificateFiles } from '../../targets/mosquitto/conf/broker-files.ts'
import type { CompiledBroker } from './compiled-broker.ts'

/** @throws Failure where a listener lacks its certificate. */
export function expectCertificates({ broker, release }: Pick<CompiledBroker, 'broker' | 'release'>): void {
  const paths = new Set(release.entries.map(({ path }) => path))
  const lacking = broker.listeners.find(
    ({ tls }) =>
      tls?.kind === 'certificate' && !paths.has(serverCertificateFiles(tls.profile.name).certificate),
  )
  if (lacking === undefined) return
  throw new Failure(
    `listener ${quoted(lacking.name)} of broker ${quoted(broker.name)} has no certificate yet, so nothing was installed; "mqttopia pki status" says whom it waits for`,
  )
}
