/** TLS of one bridge: turned on by an option that says whom to trust, or by a pre-shared key. */

import { quoted } from '../../diagnostics/quoted.ts'
import type { BridgeConfig, BridgeTlsConfig } from './broker-config.ts'
import { bridgeInvalid, certificateIncomplete, pskAndCertificate } from './codes.ts'
import type { Findings } from './findings.ts'
import { given, type Settings } from './settings.ts'

export function bridgeTls(settings: Settings, findings: Findings): Pick<BridgeConfig, 'tls' | 'psk'> {
  refuseBoth(settings, findings)
  refuseHalves(settings, findings)
  const identity = settings.text('bridge_identity')
  const keyHex = settings.text('bridge_psk')
  if (identity !== undefined && keyHex !== undefined) {
    const key = settings.last('bridge_psk')
    if (key !== undefined && !/^([0-9a-fA-F]{2})+$/.test(keyHex))
      findings.add(bridgeInvalid, key.valueSpan, 'the value of "bridge_psk" is not hexadecimal', {
        hint: 'write two digits from 0 to f for each byte',
      })
    return { psk: { identity, keyHex } }
  }
  return isTlsOn(settings) ? { tls: certificateTls(settings) } : {}
}

/** Without one of these a bridge speaks plain MQTT, whatever else is said of TLS. */
export function isTlsOn(settings: Settings): boolean {
  const isTrusting = settings.boolean('bridge_tls_use_os_certs') ?? false
  return isTrusting || settings.has('bridge_cafile') || settings.has('bridge_capath')
}

function certificateTls(settings: Settings): BridgeTlsConfig {
  const version = settings.word('bridge_tls_version')
  return {
    useOsCertificates: settings.boolean('bridge_tls_use_os_certs') ?? false,
    insecure: settings.boolean('bridge_insecure') ?? false,
    ...given({
      caFile: settings.text('bridge_cafile'),
      caPath: settings.text('bridge_capath'),
      certFile: settings.text('bridge_certfile'),
      keyFile: settings.text('bridge_keyfile'),
      alpn: settings.text('bridge_alpn'),
      ciphers: settings.text('bridge_ciphers'),
      ciphersTls13: settings.text('bridge_ciphers_tls1.3'),
      version: version === 'tlsv1.3' ? 'TLSv1.3' : version === 'tlsv1.2' ? 'TLSv1.2' : undefined,
    }),
  }
}

/** `REQUIRE_BRIDGE_NO_X509` and `REQUIRE_BRIDGE_NO_TLS_PSK`. */
function refuseBoth(settings: Settings, findings: Findings): void {
  const psk = settings.last('bridge_identity') ?? settings.last('bridge_psk')
  const certificate = ['bridge_cafile', 'bridge_capath', 'bridge_certfile', 'bridge_keyfile']
    .map((name) => settings.last(name))
    .find((entry) => entry !== undefined)
  if (psk === undefined || certificate === undefined) return
  findings.add(
    pskAndCertificate,
    psk.keySpan,
    `${quoted(psk.key)} and ${quoted(certificate.key)} exclude each other`,
    {
      hint: 'remove one of them',
      related: [{ at: { span: certificate.keySpan }, message: 'it stands here' }],
    },
  )
}

function refuseHalves(settings: Settings, findings: Findings): void {
  const pairs = [
    ['bridge_identity', 'bridge_psk', bridgeInvalid],
    ['bridge_certfile', 'bridge_keyfile', certificateIncomplete],
  ] as const
  for (const [first, second, code] of pairs) {
    const [a, b] = [settings.last(first), settings.last(second)]
    if ((a === undefined) === (b === undefined)) continue
    const [there, missing] = a === undefined ? [b, first] : [a, second]
    if (there === undefined) continue
    findings.add(code, there.keySpan, `${quoted(there.key)} needs ${quoted(missing)}`, {
      hint: `write "${missing} …" below the same bridge`,
    })
  }
}
