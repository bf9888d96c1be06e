/**
 * Reads PKCS#12 files (RFC 7292) of any origin, BER included, by node-forge. It is asked for decrypted
 * ASN.1 only: its own idea of keys and certificates ends at RSA.
 */

import type { asn1, pkcs12 } from 'node-forge'
import { asBuffer } from '../der/as-buffer.ts'
import { forge } from '../der/forge.ts'
import { largestIterationCount } from '../keys/key-encryption.ts'
import { type LoadedKey, loadPrivateKey } from '../keys/load-private-key.ts'
import { isProblem, type PkiProblem, pkiProblem } from '../pki-problem.ts'
import { matchesKey } from '../x509/certificate-checks.ts'
import { type CertificateDescription, readCertificate } from '../x509/read-certificate.ts'

export interface Pkcs12Content {
  readonly key: LoadedKey
  /** The one that belongs to the key. */
  readonly certificate: CertificateDescription
  /** All others, in the order of the file. */
  readonly chain: readonly CertificateDescription[]
}

/** forge stretches passwords in JavaScript: this many take some ten seconds. */
const mostIterations = 1_000_000

export function readPkcs12(input: Uint8Array, password: string): Pkcs12Content | PkiProblem {
  const pfx = decode(asBuffer(input))
  if (pfx === undefined) return pkiProblem('unreadable', 'this is not a PKCS#12 file')
  if (largestIterationCount(pfx) > mostIterations) {
    return pkiProblem('unsupported-encryption', 'the password of the PKCS#12 file is stretched too often')
  }
  const bags = openBags(pfx, password)
  return isProblem(bags) ? bags : contentOf(bags)
}

function decode(input: Buffer): asn1.Asn1 | undefined {
  try {
    return forge().asn1.fromDer(input.toString('latin1'), true)
  } catch {
    return undefined
  }
}

interface Bags {
  readonly keys: readonly Buffer[]
  readonly certificates: readonly Buffer[]
}

function openBags(pfx: asn1.Asn1, password: string): Bags | PkiProblem {
  try {
    const bags = forge()
      .pkcs12.pkcs12FromAsn1(pfx, true, password)
      .safeContents.flatMap(({ safeBags }) => safeBags)
    const { pkcs8ShroudedKeyBag, keyBag, certBag } = forge().pki.oids
    return {
      keys: bags.filter(({ type }) => type === pkcs8ShroudedKeyBag || type === keyBag).map(keyDer),
      certificates: bags.filter(({ type }) => type === certBag).map(certificateDer),
    }
  } catch (error) {
    return openingProblem(error instanceof Error ? error.message : '')
  }
}

/** forge reports by message only. */
function openingProblem(message: string): PkiProblem {
  if (/MAC could not be verified|decrypt|password/i.test(message)) {
    return pkiProblem('wrong-passphrase', 'the password does not open the PKCS#12 file')
  }
  if (/unsupported/i.test(message)) {
    return pkiProblem(
      'unsupported-encryption',
      'the PKCS#12 file is protected in a way that is not supported',
      'write it again with openssl pkcs12 -export',
    )
  }
  return pkiProblem('unreadable', 'the PKCS#12 file is broken')
}

function keyDer({ asn1, key }: pkcs12.Bag): Buffer {
  const value = key ? forge().pki.wrapRsaPrivateKey(forge().pki.privateKeyToAsn1(key)) : asn1
  return derOf(value)
}

/** For RSA, forge has parsed the certificate, and kept its original parts. */
function certificateDer({ asn1, cert }: pkcs12.Bag): Buffer {
  return derOf(cert ? forge().pki.certificateToAsn1(cert) : asn1)
}

function derOf(value: asn1.Asn1): Buffer {
  return Buffer.from(forge().asn1.toDer(value).getBytes(), 'latin1')
}

function contentOf({ keys, certificates }: Bags): Pkcs12Content | PkiProblem {
  const [pkcs8] = keys
  if (pkcs8 === undefined) return pkiProblem('unreadable', 'the PKCS#12 file holds no private key')
  const key = loadPrivateKey(pkcs8)
  if (isProblem(key)) return key
  const chain: CertificateDescription[] = []
  for (const der of certificates) {
    const certificate = readCertificate(der)
    if (isProblem(certificate)) return certificate
    chain.push(certificate)
  }
  const certificate = chain.find((candidate) => matchesKey(candidate, key.key))
  if (certificate === undefined) {
    return pkiProblem('key-mismatch', 'no certificate in the PKCS#12 file belongs to its key')
  }
  return { key, certificate, chain: chain.filter((other) => other !== certificate) }
}
