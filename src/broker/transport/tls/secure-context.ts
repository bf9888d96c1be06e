/** Contexts of OpenSSL for listeners and bridges, from their options and files. */

import { constants } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createSecureContext, rootCertificates, type SecureContextOptions } from 'node:tls'
import { Failure } from '../../../diagnostics/failure.ts'
import type { BridgeTlsConfig, ListenerConfig, TlsConfig } from '../../config/broker-config.ts'
import type { CertificateRules } from '../certificate/client-certificates.ts'
import { parseRevocationLists } from '../certificate/revocation-lists.ts'
import { readAuthorities, readKeyPair, readText } from './tls-files.ts'

export interface ServerContext {
  readonly options: SecureContextOptions
  /** Present when clients have to show a certificate. */
  readonly rules: CertificateRules | undefined
}

/** Node takes TLS 1.3 off a context whose cipher list names none of its suites; Mosquitto has an option for each. */
const TLS_1_3_SUITES = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256'
/**
 * A ticket stands for a certificate that nobody looks at again, and makes each connection that has shown one larger by a
 * quarter: clients show theirs every time.
 */
const NO_RESUMPTION = constants.SSL_OP_NO_TICKET

/** `net__tls_server_ctx`. */
const CIPHERS = 'DEFAULT:!aNULL:!eNULL:!LOW:!EXPORT:!SSLv2:@STRENGTH'

/** Where the usual systems keep the authorities that they trust. */
const OS_CERTIFICATES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
]

/** @throws Failure when a file, or the list of ciphers, cannot be used. */
export function serverContext({
  name,
  tls,
  psk,
}: Pick<ListenerConfig, 'name' | 'tls' | 'psk'>): ServerContext {
  const common = { honorCipherOrder: true, dhparam: 'auto', secureOptions: constants.SSL_OP_NO_RENEGOTIATION }
  if (tls === undefined) {
    const ciphers = psk?.ciphers ?? 'PSK'
    const options = checked(name, { ...common, ciphers, maxVersion: 'TLSv1.2' })
    return { options, rules: undefined }
  }
  const rules = tls.requireCertificate ? certificateRules(tls) : undefined
  const { minVersion, maxVersion } = tls
  const options = checked(name, {
    ...common,
    ...readKeyPair(tls.certFile, tls.keyFile),
    ...ciphersOf(tls),
    // Without any, Node would trust the authorities of the web.
    ca: rules?.trusted.map((certificate) => certificate.toString()) ?? [],
    minVersion,
    ...(maxVersion === undefined ? {} : { maxVersion }),
    secureOptions: common.secureOptions | (rules === undefined ? 0 : NO_RESUMPTION),
  })
  return { options, rules }
}

/** @throws Failure as {@link serverContext}. */
export function bridgeContext(name: string, tls: BridgeTlsConfig): SecureContextOptions {
  const { caFile, caPath, certFile, keyFile, useOsCertificates, version } = tls
  const pair = certFile === undefined || keyFile === undefined ? {} : readKeyPair(certFile, keyFile)
  const trusted = readAuthorities(caFile, caPath).map((certificate) => certificate.toString())
  const ofSystem = useOsCertificates ? osCertificates() : []
  return checked(name, {
    ...pair,
    ...ciphersOf(tls),
    ca: [...trusted, ...ofSystem],
    minVersion: version ?? 'TLSv1.2',
  })
}

/** A bridge with a pre-shared key; Mosquitto offers no TLS 1.3 with one. */
export function bridgePskContext(): SecureContextOptions {
  return { ciphers: 'PSK', maxVersion: 'TLSv1.2' }
}

function certificateRules({ caFile, caPath, crlFile, checkDates }: TlsConfig): CertificateRules {
  return {
    trusted: readAuthorities(caFile, caPath),
    revoked: crlFile === undefined ? undefined : parseRevocationLists(crlFile, readText(crlFile)),
    checkDates,
  }
}

function ciphersOf({
  ciphers,
  ciphersTls13,
}: Pick<TlsConfig, 'ciphers' | 'ciphersTls13'>): SecureContextOptions {
  if (ciphers === undefined && ciphersTls13 === undefined) return {}
  return { ciphers: `${ciphersTls13 ?? TLS_1_3_SUITES}:${ciphers ?? CIPHERS}` }
}

function osCertificates(): readonly string[] {
  const file = OS_CERTIFICATES.find((path) => existsSync(path))
  return file === undefined ? rootCertificates : [readText(file)]
}

function checked(name: string, options: SecureContextOptions): SecureContextOptions {
  try {
    createSecureContext(options)
    return options
  } catch (error) {
    throw new Failure(`cannot set up TLS for ${name}: ${reasonOf(error)}`, { cause: error })
  }
}

/** OpenSSL's words. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string') return error.reason
  return error instanceof Error ? error.message : String(error)
}
