/** TLS of a listener is by certificate or by pre-shared key: refuses what is about the other one. */

import { quoted } from '../../diagnostics/quoted.ts'
import type { ConfEntry } from '../../mosquitto-files/conf/conf-file.ts'
import { pskAndCertificate } from './codes.ts'
import type { Findings } from './findings.ts'
import type { ListenerScope } from './scopes.ts'

/** `psk_file`: even where it is of the whole broker, Mosquitto looks at the listener above it. */
export function refusePskFile(
  entry: ConfEntry,
  listener: ListenerScope | undefined,
  findings: Findings,
): void {
  const certificate = listener?.settings.last('certfile')
  if (certificate === undefined) return
  findings.add(pskAndCertificate, entry.keySpan, '"psk_file" follows a listener with a certificate', {
    hint: 'write it before the listeners',
    related: [{ at: { span: certificate.keySpan }, message: 'this is the certificate' }],
  })
}

/** An option that is about to be added to a listener. */
export function refusePskBesideCertificate(
  entry: ConfEntry,
  { settings }: ListenerScope,
  findings: Findings,
): void {
  const rival = RIVALS[entry.option.name]
  const other = rival === undefined ? undefined : settings.last(rival)
  if (other === undefined) return
  findings.add(
    pskAndCertificate,
    entry.keySpan,
    `${quoted(entry.key)} and ${quoted(other.key)} exclude each other`,
    {
      hint: 'give each a listener of its own',
      related: [{ at: { span: other.keySpan }, message: 'it stands here' }],
    },
  )
}

/** Mosquitto does not mind `psk_hint` below a certificate, and then uses one of the two. */
const RIVALS: Readonly<Record<string, string>> = {
  certfile: 'psk_hint',
  cafile: 'psk_hint',
  psk_hint: 'certfile',
}
