/** Reads private keys in every form that people have: PKCS#8, SEC 1, PKCS#1, encrypted or not, PEM or DER. */

import { createPrivateKey, type KeyObject, type PrivateKeyInput } from 'node:crypto'
import { asBuffer } from '../der/as-buffer.ts'
import { children, readDer, Tag } from '../der/der-reader.ts'
import { type PemBlock, pemText, readPem } from '../der/pem.ts'
import { isProblem, type PkiProblem, pkiProblem } from '../pki-problem.ts'
import { isOpenable } from './key-encryption.ts'
import { type PublicKey, readPublicKey } from './public-key.ts'
import { exportSpki } from './signer.ts'

export interface LoadedKey {
  readonly key: KeyObject
  readonly publicKey: PublicKey
}

type KeyForm = 'pkcs8' | 'sec1' | 'pkcs1' | 'encrypted-pkcs8' | 'encrypted-pem'

interface FoundKey {
  readonly form: KeyForm
  readonly der: Buffer
  readonly block?: PemBlock
}

/** A first private key in `input`, opened with `passphrase` where it is encrypted. */
export function loadPrivateKey(input: string | Uint8Array, passphrase?: string): LoadedKey | PkiProblem {
  const found = findKey(typeof input === 'string' ? Buffer.from(input) : asBuffer(input))
  if (isProblem(found)) return found
  const encrypted = found.form.startsWith('encrypted')
  const problem = encrypted ? encryptionProblem(found, passphrase) : undefined
  if (problem !== undefined) return problem
  const key = importKey(found, passphrase)
  if (key === undefined && encrypted) {
    return pkiProblem('wrong-passphrase', 'the passphrase does not open the private key')
  }
  return key === undefined ? unreadable() : withPublicKey(key)
}

function unreadable(): PkiProblem {
  return pkiProblem('unreadable', 'this is not a private key in PEM or DER', 'convert it with openssl pkey')
}

function withPublicKey(key: KeyObject): LoadedKey | PkiProblem {
  const { asymmetricKeyType: kind = 'unknown' } = key
  if (!['rsa', 'rsa-pss', 'ec', 'ed25519', 'ed448'].includes(kind)) {
    return pkiProblem('unsupported-key', `a key of kind ${kind} cannot be used in certificates`)
  }
  const publicKey = readPublicKey(exportSpki(key))
  return publicKey === undefined ? unreadable() : { key, publicKey }
}

const formOfLabel: ReadonlyMap<string, KeyForm> = new Map([
  ['PRIVATE KEY', 'pkcs8'],
  ['EC PRIVATE KEY', 'sec1'],
  ['RSA PRIVATE KEY', 'pkcs1'],
  ['ENCRYPTED PRIVATE KEY', 'encrypted-pkcs8'],
])

function findKey(input: Buffer): FoundKey | PkiProblem {
  if (!input.includes('-----BEGIN ')) {
    const form = readDer(input, derForm)
    return form === undefined ? unreadable() : { form, der: input }
  }
  const block = readPem(input.toString('utf8')).find(({ label }) => label.endsWith('PRIVATE KEY'))
  if (block === undefined) return unreadable()
  const form = formOfLabel.get(block.label)
  if (form === undefined) {
    return pkiProblem(
      'unsupported-key',
      `a key in the form "${block.label}" is not supported`,
      'convert it to PKCS#8, for an OpenSSH key with ssh-keygen -p -m PKCS8',
    )
  }
  const legacy = block.headers.some((header) => /^Proc-Type:.*ENCRYPTED/.test(header))
  return { form: legacy ? 'encrypted-pem' : form, der: block.der, block }
}

/** Tells the forms apart by their first two fields (RFC 5958 2 and 3, RFC 5915 3, RFC 8017 A.1.2). */
function derForm(value: Parameters<typeof children>[0]): KeyForm | undefined {
  const [first, second] = children(value, Tag.sequence)
  if (first?.tag === Tag.sequence) return 'encrypted-pkcs8'
  if (first?.tag !== Tag.integer) return undefined
  if (second?.tag === Tag.sequence) return 'pkcs8'
  return second?.tag === Tag.octetString ? 'sec1' : 'pkcs1'
}

/** OpenSSL 3's default provider opens no other ciphers of its old PEM encryption. */
const knownPemCiphers = /^DEK-Info:\s*(AES-(128|192|256)-CBC|DES-EDE3-CBC),/

function encryptionProblem({ form, der, block }: FoundKey, passphrase: string | undefined) {
  const supported =
    form === 'encrypted-pem'
      ? block?.headers.some((header) => knownPemCiphers.test(header)) === true
      : isOpenable(der)
  if (!supported) {
    return pkiProblem(
      'unsupported-encryption',
      'the private key is encrypted in a way that is not supported',
      'convert it with openssl pkcs8 -topk8 -v2 aes-256-cbc, with -provider legacy -provider default if needed',
    )
  }
  if (passphrase !== undefined) return undefined
  return pkiProblem('passphrase-needed', 'the private key is encrypted and no passphrase is given')
}

function importKey(found: FoundKey, passphrase: string | undefined): KeyObject | undefined {
  try {
    return createPrivateKey({ ...keyInput(found), ...(passphrase === undefined ? {} : { passphrase }) })
  } catch {
    return undefined // OpenSSL's reasons name its own routines; the caller knows which sentence fits
  }
}

function keyInput({ form, der, block }: FoundKey): PrivateKeyInput {
  if (form === 'encrypted-pem' && block !== undefined) return { key: pemText(block), format: 'pem' }
  return { key: der, format: 'der', type: form === 'sec1' || form === 'pkcs1' ? form : 'pkcs8' }
}
