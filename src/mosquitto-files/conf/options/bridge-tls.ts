/** Options of mosquitto.conf(5) for TLS on one bridge. One that says whom to trust, or a pre-shared key, turns it on. */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

const BRIDGE = { scope: 'bridge', since: '2.0', support: SUPPORTED, reloads: true } as const
const ONCE = { ...BRIDGE, form: { kind: 'text' }, repeated: 'refused' } as const

export const bridgeTlsOptions: readonly ConfOption[] = [
  { ...ONCE, name: 'bridge_cafile', meaning: 'certificates of authorities to trust; turns TLS on' },
  { ...ONCE, name: 'bridge_capath', meaning: 'a folder of such certificates; turns TLS on' },
  {
    ...BRIDGE,
    name: 'bridge_tls_use_os_certs',
    meaning: 'trusts whom the system trusts; turns TLS on',
    since: '2.1',
    form: { kind: 'boolean' },
    default: 'false',
  },
  { ...ONCE, name: 'bridge_certfile', meaning: 'certificate of the bridge' },
  { ...BRIDGE, name: 'bridge_keyfile', meaning: 'its key', form: { kind: 'text' } },
  {
    ...BRIDGE,
    name: 'bridge_insecure',
    meaning: 'takes a certificate for another host',
    form: { kind: 'boolean' },
    default: 'false',
  },
  { ...ONCE, name: 'bridge_alpn', meaning: 'name of the protocol in the handshake (ALPN)' },
  { ...ONCE, name: 'bridge_ciphers', meaning: 'ciphers up to TLS 1.2', since: '2.1' },
  { ...ONCE, name: 'bridge_ciphers_tls1.3', meaning: 'cipher suites of TLS 1.3', since: '2.1' },
  {
    ...BRIDGE,
    name: 'bridge_tls_version',
    meaning: 'version of TLS',
    form: { kind: 'word', words: ['tlsv1.1', 'tlsv1.2', 'tlsv1.3'], extent: 'trimmed' },
    default: 'the best that both know',
    repeated: 'refused',
    refusedValues: { 'tlsv1.1': 'TLS 1.1 is broken' },
  },
  {
    ...BRIDGE,
    name: 'bridge_require_ocsp',
    meaning: 'the other broker must prove that its certificate is not revoked',
    form: { kind: 'boolean' },
    default: 'false',
    refusedValues: { true: 'such proofs (OCSP) cannot be checked here' },
  },
  { ...ONCE, name: 'bridge_identity', meaning: 'identity for TLS with a pre-shared key; with `bridge_psk`' },
  {
    ...ONCE,
    name: 'bridge_psk',
    meaning: 'the pre-shared key, in hexadecimal',
    form: { kind: 'text', isSecret: true },
  },
]
