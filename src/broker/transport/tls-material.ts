/** Certificates, keys and lists of a TLS listener or a bridge, read from their files and checked against each other. */

import { constants, createPrivateKey, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecureContextOptions } from 'node:tls'
import { Failure, failureReason } from '../../diagnostics/failure.ts'
import type { BridgeTlsConfig, TlsConfig } from '../config/broker-config.ts'

type Files = Pick<TlsConfig, 'caFile' | 'caPath'> & { readonly certFile?: string; readonly keyFile?: string }

/** @throws Failure that names the file and says what is wrong with it. */
export function serverMaterial(config: TlsConfig): SecureContextOptions {
  const { crlFile, minVersion, maxVersion, requireCertificate } = config
  return {
    ...keyPair(config),
    ...(requireCertificate ? authorities(config) : {}),
    ...(crlFile === undefined ? {} : { crl: readText(crlFile) }),
    ...ciphersOf(config),
    minVersion,
    ...(maxVersion === undefined ? {} : { maxVersion }),
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  }
}

/** @throws Failure as {@link serverMaterial}. */
export function bridgeMaterial(config: BridgeTlsConfig): SecureContextOptions {
  const { version } = config
  return {
    ...keyPair(config),
    ...authorities(config),
    ...ciphersOf(config),
    ...(version === undefined ? {} : { minVersion: version }),
  }
}

function keyPair({ certFile, keyFile }: Files): SecureContextOptions {
  if (certFile === undefined || keyFile === undefined) return {}
  const cert = readText(certFile)
  const key = readText(keyFile)
  checkPair(certFile, cert, keyFile, key)
  return { cert, key }
}

function checkPair(certFile: string, cert: string, keyFile: string, key: string): void {
  const certificate = attempt(
    `use ${certFile}`,
    'it holds no certificate in PEM',
    () => new X509Certificate(cert),
  )
  const privateKey = attempt(`use ${keyFile}`, 'it holds no private key in PEM that is not encrypted', () =>
    createPrivateKey(key),
  )
  if (!certificate.checkPrivateKey(privateKey))
    throw new Failure(`cannot use ${keyFile}: it is not the key of the certificate in ${certFile}`)
}

/** All of the file and of the folder; nothing where neither is named. */
function authorities({ caFile, caPath }: Files): SecureContextOptions {
  const texts = [
    ...(caFile === undefined ? [] : [readText(caFile)]),
    ...(caPath === undefined ? [] : folderTexts(caPath)),
  ]
  return texts.length === 0 ? {} : { ca: texts.flatMap(certificatesIn) }
}

function folderTexts(folder: string): string[] {
  const names = attempt(`read the folder ${folder}`, 'it cannot be read', () => readdirSync(folder))
  return names
    .filter((name) => /\.(pem|crt|cer|\d+)$/i.test(name))
    .map((name) => readText(join(folder, name)))
}

function certificatesIn(text: string): string[] {
  return [...text.matchAll(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)].map(([pem]) => pem)
}

/** TLS 1.3 suites and older ciphers share one option in Node. */
function ciphersOf({
  ciphers,
  ciphersTls13,
}: Pick<TlsConfig, 'ciphers' | 'ciphersTls13'>): SecureContextOptions {
  if (ciphers === undefined && ciphersTls13 === undefined) return {}
  return { ciphers: [ciphersTls13 ?? TLS13_SUITES, ciphers ?? 'DEFAULT'].join(':') }
}

const TLS13_SUITES = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256'

function readText(path: string): string {
  return attempt(`read ${path}`, 'it cannot be read', () => readFileSync(path, 'utf8'))
}

function attempt<T>(what: string, otherwise: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new Failure(`cannot ${what}: ${failureReason(error) ?? otherwise}`, { cause: error })
  }
}
