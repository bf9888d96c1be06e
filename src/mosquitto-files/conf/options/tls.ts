/** Options of mosquitto.conf(5) for TLS with certificates, on one listener. */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

const BOOLEAN = { kind: 'boolean' } as const
const TEXT = { kind: 'text' } as const
const TLS = {
  scope: 'listener',
  since: '2.0',
  support: SUPPORTED,
  withoutListener: 'default-listener',
  reloads: true,
} as const
const ENGINE = {
  ...TLS,
  reloads: false,
  support: {
    kind: 'refused',
    because: 'keys in devices (engines of OpenSSL) cannot be used here',
    instead: 'put the key into a file and name it by keyfile',
  },
} as const

export const tlsOptions: readonly ConfOption[] = [
  { ...TLS, name: 'certfile', meaning: 'certificate of the broker, in PEM, with its chain', form: TEXT },
  { ...TLS, name: 'keyfile', meaning: 'its key, in PEM', form: TEXT },
  {
    ...TLS,
    name: 'cafile',
    meaning: 'certificates of the authorities that clients’ certificates come from',
    form: TEXT,
    withoutListener: 'refused',
  },
  { ...TLS, name: 'capath', meaning: 'a folder of such certificates', form: TEXT },
  {
    ...TLS,
    name: 'crlfile',
    meaning: 'revocation lists; they count for the client’s own certificate',
    form: TEXT,
  },
  {
    ...TLS,
    name: 'require_certificate',
    meaning: 'clients must show a certificate; without this none is even asked for',
    form: BOOLEAN,
    default: 'false',
  },
  {
    ...TLS,
    name: 'use_identity_as_username',
    meaning: 'the common name of the certificate, or the PSK identity, is the username; no password is asked',
    form: BOOLEAN,
    default: 'false',
  },
  {
    ...TLS,
    name: 'use_subject_as_username',
    meaning: 'the whole subject of the certificate is the username, as RFC 2253 writes it',
    form: BOOLEAN,
    default: 'false',
  },
  {
    ...TLS,
    name: 'disable_client_cert_date_checks',
    meaning: 'clients’ certificates may have expired',
    since: '2.1',
    form: BOOLEAN,
    default: 'false',
    withoutListener: 'refused',
  },
  { ...TLS, name: 'ciphers', meaning: 'ciphers up to TLS 1.2, as OpenSSL names them', form: TEXT },
  { ...TLS, name: 'ciphers_tls1.3', meaning: 'cipher suites of TLS 1.3', form: TEXT },
  {
    ...TLS,
    name: 'tls_version',
    meaning: 'the oldest version that is spoken',
    form: { kind: 'word', words: ['tlsv1.1', 'tlsv1.2', 'tlsv1.3'], extent: 'trimmed' },
    default: 'tlsv1.2',
    withoutListener: 'refused',
    repeated: 'refused',
  },
  {
    since: '2.0',
    reloads: true,
    name: 'dhparamfile',
    meaning: 'once the parameters of Diffie-Hellman',
    scope: 'broker',
    form: TEXT,
    support: { kind: 'no-effect', because: 'good ones are chosen without it', isMissed: false },
    deprecated: 'remove it: Mosquitto 2.1 ignores it too',
  },
  {
    ...ENGINE,
    name: 'tls_engine',
    meaning: 'engine of OpenSSL that holds the key',
    form: TEXT,
    repeated: 'refused',
  },
  {
    ...ENGINE,
    name: 'tls_keyform',
    meaning: '`engine`: the key is in an engine',
    form: TEXT,
    default: 'pem',
  },
  {
    ...ENGINE,
    name: 'tls_engine_kpass_sha1',
    meaning: 'hash of the password of the key in the engine',
    form: { kind: 'text', isSecret: true },
  },
]
