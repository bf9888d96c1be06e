/** TLS of one listener: by certificate, by pre-shared key, or none. */

import { quoted } from '../../diagnostics/quoted.ts'
import type { ListenerConfig, TlsConfig } from './broker-config.ts'
import { certificateIncomplete } from './codes.ts'
import type { Findings } from './findings.ts'
import type { ListenerScope } from './scopes.ts'
import { given, type Settings } from './settings.ts'

/** `pskFile`: of the broker, or of this listener with `per_listener_settings`. */
export function listenerTls(
  { settings }: ListenerScope,
  pskFile: string | undefined,
  findings: Findings,
): Pick<ListenerConfig, 'tls' | 'psk'> {
  const certFile = settings.text('certfile')
  const keyFile = settings.text('keyfile')
  const hint = settings.text('psk_hint')
  refuseHalf(settings, findings)
  if (certFile !== undefined && keyFile !== undefined)
    return { tls: certificateTls(settings, certFile, keyFile, pskFile) }
  if (hint === undefined) return {}
  const identityAsUsername = settings.boolean('use_identity_as_username') ?? false
  return { psk: { hint, identityAsUsername, ...given({ ciphers: settings.text('ciphers') }) } }
}

function certificateTls(
  settings: Settings,
  certFile: string,
  keyFile: string,
  pskFile: string | undefined,
): TlsConfig {
  return {
    certFile,
    keyFile,
    requireCertificate: settings.boolean('require_certificate') ?? false,
    username: usernameOf(settings),
    checkDates: !(settings.boolean('disable_client_cert_date_checks') ?? false),
    minVersion: VERSIONS[settings.word('tls_version') ?? ''] ?? 'TLSv1.2',
    // `net__tls_server_ctx`: the file alone does it, whatever the listener is.
    ...(pskFile !== undefined && { maxVersion: 'TLSv1.2' }),
    ...given({
      caFile: settings.text('cafile'),
      caPath: settings.text('capath'),
      crlFile: settings.text('crlfile'),
      ciphers: settings.text('ciphers'),
      ciphersTls13: settings.text('ciphers_tls1.3'),
    }),
  }
}

const VERSIONS: Readonly<Record<string, TlsConfig['minVersion']>> = {
  'tlsv1.1': 'TLSv1.1',
  'tlsv1.2': 'TLSv1.2',
  'tlsv1.3': 'TLSv1.3',
}

/** The common name wins over the subject (`handle__connect`). */
function usernameOf(settings: Settings): TlsConfig['username'] {
  if (settings.boolean('use_identity_as_username') === true) return 'common-name'
  return settings.boolean('use_subject_as_username') === true ? 'subject' : 'connect'
}

/** `config__check_bridges`, which looks at listeners too. */
function refuseHalf(settings: Settings, findings: Findings): void {
  const certificate = settings.last('certfile')
  const key = settings.last('keyfile')
  const refuse = (name: string, missing: string) => {
    const entry = settings.last(name)
    if (entry !== undefined)
      findings.add(certificateIncomplete, entry.keySpan, `${quoted(name)} needs ${quoted(missing)}`, {
        hint: `write "${missing} FILE" below the same listener`,
      })
  }
  if (certificate === undefined) for (const name of ['keyfile', 'cafile', 'capath']) refuse(name, 'certfile')
  else if (key === undefined) refuse('certfile', 'keyfile')
}
