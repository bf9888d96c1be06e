/** Certificates and keys in PEM files, each checked when it is read: what is wrong is said at start, not in a handshake. */

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode, Failure, failureReason } from '../../../diagnostics/failure.ts'

/** What Node wants as `cert` and `key`. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

const CERTIFICATE = /-----BEGIN (X509 )?CERTIFICATE-----[^-]*-----END (X509 )?CERTIFICATE-----/g
/** Names that `openssl rehash` gives: OpenSSL looks for no others in a folder. */
const HASHED_NAME = /^[0-9a-f]{8}\.\d+$/

/** @throws Failure that names the file when one cannot be used, or the two do not belong together. */
export function readKeyPair(certFile: string, keyFile: string): KeyPair {
  const cert = readText(certFile)
  const [certificate] = certificatesIn(certFile, cert)
  const key = readText(keyFile)
  try {
    if (certificate?.checkPrivateKey(createPrivateKey(key)) === true) return { cert, key }
  } catch (error) {
    throw new Failure(`cannot use ${keyFile}: ${keyProblem(error)}`, { cause: error })
  }
  throw new Failure(`cannot use ${keyFile}: it is not the key of the certificate in ${certFile}`)
}

/** The certificates of a file and a folder; none where neither is named. */
export function readAuthorities(caFile: string | undefined, caPath: string | undefined): X509Certificate[] {
  const files = [
    ...(caFile === undefined ? [] : [caFile]),
    ...(caPath === undefined ? [] : hashedFiles(caPath)),
  ]
  return files.flatMap((file) => certificatesIn(file, readText(file)))
}

/** @throws Failure that names the file. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure(`cannot read ${path}: ${failureReason(error) ?? 'it is no file'}`, { cause: error })
  }
}

function hashedFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => HASHED_NAME.test(name))
      .sort()
      .map((name) => join(folder, name))
  } catch (error) {
    throw new Failure(`cannot read ${folder}: ${failureReason(error) ?? 'it is no folder'}`, { cause: error })
  }
}

function certificatesIn(path: string, text: string): X509Certificate[] {
  const blocks = text.match(CERTIFICATE)
  if (blocks === null) throw new Failure(`cannot use ${path}: it holds no certificate in PEM`)
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch (error) {
    throw new Failure(`cannot use ${path}: it holds a damaged certificate`, { cause: error })
  }
}

/** Nothing of the error's own text: it is about a secret. */
function keyProblem(error: unknown): string {
  return errorCode(error) === 'ERR_MISSING_PASSPHRASE'
    ? 'it is encrypted, and there is nobody to ask for the passphrase'
    : 'it holds no private key in PEM'
}
