/**
 * Writes PKCS#12 files (RFC 7292): a key, its certificate and the chain above, for programs that take
 * no PEM. node-forge cannot write one with an EC key, so only its DER encoder is used.
 */

import { createCipheriv, createHmac, hash } from 'node:crypto'
import {
  type Asn1,
  bmpString,
  encode,
  encoded,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  set,
  tagged,
  taggedPrimitive,
} from '../der/asn1.ts'
import { oids } from '../der/oids.ts'
import { type Encrypted, encryptPbes2 } from '../keys/pbes2.ts'
import { type PkiProblem, pkiProblem } from '../pki-problem.ts'
import { derivePkcs12Key, Pkcs12Purpose } from './pkcs12-key.ts'

export interface Pkcs12Input {
  /** Unencrypted, in DER. */
  readonly pkcs8: Uint8Array
  readonly certificate: Uint8Array
  /** Issuers, nearest first; leave the root out or in. */
  readonly chain: readonly Uint8Array[]
  /** Check with {@link pkcs12PasswordProblem} first. */
  readonly password: string
  /** What a certificate store shows. */
  readonly friendlyName: string
  /** `legacy` (3DES, SHA-1) is for phones up to Android 13 and iOS 17, `modern` (AES-256, SHA-256) for the rest. */
  readonly encryption: 'modern' | 'legacy'
  /** 2048 by default: enough for a generated password, and milliseconds. */
  readonly iterations?: number
  /** Source of random bytes, for salts. */
  readonly random: (bytes: number) => Uint8Array
}

/** Programs disagree on the bytes of a password beyond ASCII, and on an empty one. */
export function pkcs12PasswordProblem(password: string): PkiProblem | undefined {
  if (/^[\x20-\x7e]+$/.test(password)) return undefined
  return pkiProblem(
    'unsuitable-password',
    'the password of a PKCS#12 file must be printable ASCII',
    'choose another password, or let mqttopia generate one',
  )
}

/** @throws RangeError for a password that {@link pkcs12PasswordProblem} refuses. */
export function writePkcs12(input: Pkcs12Input): Buffer {
  const problem = pkcs12PasswordProblem(input.password)
  if (problem !== undefined) throw new RangeError(problem.message)
  const content = encode(sequence(certificatesInfo(input), keyInfo(input)))
  return encode(sequence(integer(3), dataInfo(content), macData(content, input)))
}

/** The certificates, encrypted as one (RFC 7292 4.1). */
function certificatesInfo(input: Pkcs12Input): Asn1 {
  const bags = [
    certificateBag(input.certificate, keyAttributes(input)),
    ...input.chain.map((certificate) => certificateBag(certificate, [])),
  ]
  const { algorithm, content } = encrypt(encode(sequence(...bags)), input)
  const encrypted = sequence(oid(oids.data), algorithm, taggedPrimitive(0, content))
  return sequence(oid(oids.encryptedData), tagged(0, sequence(integer(0), encrypted)))
}

/** The key, encrypted by itself. */
function keyInfo(input: Pkcs12Input): Asn1 {
  const { algorithm, content } = encrypt(input.pkcs8, input)
  const key = sequence(algorithm, octetString(content))
  return dataInfo(encode(sequence(bag('pkcs8ShroudedKeyBag', key, keyAttributes(input)))))
}

function dataInfo(content: Buffer): Asn1 {
  return sequence(oid(oids.data), tagged(0, octetString(content)))
}

function certificateBag(certificate: Uint8Array, attributes: readonly Asn1[]): Asn1 {
  const value = sequence(oid(oids.x509Certificate), tagged(0, octetString(certificate)))
  return bag('certBag', value, attributes)
}

function bag(type: 'certBag' | 'pkcs8ShroudedKeyBag', value: Asn1, attributes: readonly Asn1[]): Asn1 {
  const last = attributes.length === 0 ? [] : [set(...attributes)]
  return sequence(oid(oids[type]), tagged(0, value), ...last)
}

/** The same at key and certificate, which is how readers pair them. A SET OF is sorted by its encoding. */
function keyAttributes({ friendlyName, certificate }: Pkcs12Input): Asn1[] {
  const localKeyId = hash('sha256', certificate, 'buffer').subarray(0, 20) // any bytes that both have
  const attributes = [
    encode(sequence(oid(oids.friendlyName), set(bmpString(friendlyName)))),
    encode(sequence(oid(oids.localKeyId), set(octetString(localKeyId)))),
  ]
  return attributes.toSorted(Buffer.compare).map(encoded)
}

const defaultIterations = 2048

function encrypt(plain: Uint8Array, input: Pkcs12Input): Encrypted {
  const { encryption, password, random, iterations = defaultIterations } = input
  if (encryption === 'modern') return encryptPbes2(plain, { passphrase: password, iterations, random })
  const salt = random(8)
  const derive = (purpose: 1 | 2, length: number) =>
    derivePkcs12Key({ digest: 'sha1', password, salt, iterations, purpose, length })
  const cipher = createCipheriv('des-ede3-cbc', derive(Pkcs12Purpose.key, 24), derive(Pkcs12Purpose.iv, 8))
  return {
    algorithm: sequence(
      oid(oids.pbeWithSha1And3KeyTripleDes),
      sequence(octetString(salt), integer(iterations)),
    ),
    content: Buffer.concat([cipher.update(plain), cipher.final()]),
  }
}

/** RFC 7292 4. The salt has 8 bytes, as OpenSSL's: macOS is said to refuse 16. */
function macData(content: Buffer, input: Pkcs12Input): Asn1 {
  const { encryption, password, random, iterations = defaultIterations } = input
  const digest = encryption === 'modern' ? 'sha256' : 'sha1'
  const length = encryption === 'modern' ? 32 : 20
  const salt = random(8)
  const key = derivePkcs12Key({ digest, password, salt, iterations, purpose: Pkcs12Purpose.mac, length })
  const mac = createHmac(digest, key).update(content).digest()
  const digestInfo = sequence(sequence(oid(oids[digest]), nothing()), octetString(mac))
  return sequence(digestInfo, octetString(salt), integer(iterations))
}
