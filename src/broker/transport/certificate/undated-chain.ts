/**
 * Verifies a client's chain without its dates, mosquitto.conf(5) disable_client_cert_date_checks. OpenSSL reports the last
 * error of a chain alone, and looks at dates last: "expired" may hide that nobody trusts the certificate.
 */

import type { X509Certificate } from 'node:crypto'
import { certificateFields, type Extension } from './certificate-fields.ts'
import { itemsOf, readDer, readOid, TAG } from './der.ts'
import { isKnownAlgorithm } from './signature-check.ts'

const BASIC_CONSTRAINTS = '2.5.29.19'
const KEY_USAGE = '2.5.29.15'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
const ANY_USAGE = '2.5.29.37.0'
/**
 * Critical extensions that OpenSSL knows. Of those that are not looked at here, it checks name constraints after the dates,
 * so that an error of theirs is the one it reports; policies are asked for nowhere.
 */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  BASIC_CONSTRAINTS,
  KEY_USAGE,
  EXTENDED_KEY_USAGE,
  '2.5.29.17', // subject alternative name
  '2.5.29.30', // name constraints
  '2.5.29.31', // CRL distribution points
  '2.5.29.32', // certificate policies
  '2.5.29.33', // policy mappings
  '2.5.29.36', // policy constraints
  '2.5.29.54', // inhibit any policy
])

const DIGITAL_SIGNATURE = 0x80
/** As on OpenSSL's security level 1, which holds for chains with dates. */
const MIN_RSA_BITS = 1024

/**
 * Why `chain` (client first, root last) is no chain to one of `trusted`, or not one of a client; RFC 5280 6.1 without
 * validity periods and revocation.
 *
 * @throws DerError
 */
export function undatedChainProblem(
  chain: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): string | undefined {
  const root = chain.at(-1)
  if (root === undefined || !trusted.some(({ raw }) => raw.equals(root.raw)))
    return 'no trusted authority has issued its certificate'
  for (const [i, certificate] of chain.entries()) {
    const issuer = chain[i + 1] ?? certificate
    if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey))
      return 'its certificate is not signed by its issuer'
    const problem = useProblem(certificate, i)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** `depth`: 0 for the client, 1 for its issuer. */
function useProblem(certificate: X509Certificate, depth: number): string | undefined {
  const { signatureAlgorithm, extensions } = certificateFields(certificate.raw)
  if (!isKnownAlgorithm(signatureAlgorithm) || isWeak(certificate)) return 'its chain has a weak signature'
  if (extensions.some(({ oid, isCritical }) => isCritical && !UNDERSTOOD.has(oid)))
    return 'its chain has a critical extension, which is not supported'
  if (!servesClients(find(extensions, EXTENDED_KEY_USAGE))) return 'its certificate is for another purpose'
  if (depth === 0)
    return maySign(find(extensions, KEY_USAGE)) ? undefined : 'its certificate is for another purpose'
  return isAuthority(certificate, find(extensions, BASIC_CONSTRAINTS), depth)
    ? undefined
    : 'a certificate above it is not one of an authority'
}

function isWeak({ publicKey }: X509Certificate): boolean {
  return (publicKey.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS) < MIN_RSA_BITS
}

function find(extensions: readonly Extension[], wanted: string): Buffer | undefined {
  return extensions.find(({ oid }) => oid === wanted)?.value
}

function servesClients(usages: Buffer | undefined): boolean {
  if (usages === undefined) return true
  return itemsOf(readDer(usages)).some((usage) => [CLIENT_AUTH, ANY_USAGE].includes(readOid(usage)))
}

function maySign(usage: Buffer | undefined): boolean {
  return usage === undefined || ((readDer(usage).content[1] ?? 0) & DIGITAL_SIGNATURE) !== 0
}

/** Whether certificates may sign others is looked at by `checkIssued`; the length of the path below them is not. */
function isAuthority({ ca }: X509Certificate, constraints: Buffer | undefined, depth: number): boolean {
  if (!ca || constraints === undefined) return false
  const maxBelow = itemsOf(readDer(constraints)).find(({ tag }) => tag === TAG.integer)
  return (
    maxBelow === undefined ||
    maxBelow.content.readUIntBE(0, Math.min(6, maxBelow.content.length)) >= depth - 1
  )
}
