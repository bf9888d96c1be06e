/** Certificates, keys and revocation lists in whatever form files have them: PEM, DER, PKCS#12. */

import { hasBrokenPem, readPem } from '../../pki/der/pem.ts'
import { type LoadedKey, loadPrivateKey } from '../../pki/keys/load-private-key.ts'
import { type Pkcs12Content, readPkcs12 } from '../../pki/pkcs12/read-pkcs12.ts'
import { isProblem, type PkiProblem, pkiProblem, problemText } from '../../pki/pki-problem.ts'
import {
  type CertificateDescription,
  readCertificate,
  readCertificates,
} from '../../pki/x509/read-certificate.ts'
import { type CrlDescription, readCrl } from '../../pki/x509/read-crl.ts'
import type { GivenFile, UnreadableFile } from '../given-files.ts'
import { type FileOutcome, refusal } from './file-outcome.ts'

interface InFile {
  readonly file: string
}

export interface Credentials {
  /** Each once, however many files have it. */
  readonly certificates: readonly (InFile & { readonly certificate: CertificateDescription })[]
  readonly keys: readonly (InFile & { readonly loaded: LoadedKey })[]
  readonly lists: readonly (InFile & { readonly list: CrlDescription })[]
  readonly refused: readonly FileOutcome[]
}

/** The password of a file that is protected; `undefined`: there is none to be had. */
export type AskPassword = (file: string) => Promise<string | undefined>

interface FileContent {
  readonly certificates?: readonly CertificateDescription[]
  readonly keys?: readonly LoadedKey[]
  readonly lists?: readonly CrlDescription[]
}

export async function readCredentials(
  files: Iterable<GivenFile | UnreadableFile>,
  ask: AskPassword,
): Promise<Credentials> {
  const contents: (InFile & FileContent)[] = []
  const refused: FileOutcome[] = []
  for (const given of files) {
    const { name: file } = given
    const read = 'problem' in given ? given : await readFile(given, ask)
    if (!('problem' in read)) contents.push({ file, ...read })
    else refused.push(refusal(file, 'message' in read ? problemText(read) : read.problem))
  }
  const certificates = contents.flatMap(({ file, certificates = [] }) =>
    certificates.map((certificate) => ({ file, certificate })),
  )
  const seen = new Set<string>()
  const isFirst = (fingerprint: string) => seen.size < seen.add(fingerprint).size
  return {
    certificates: certificates.filter(({ certificate }) => isFirst(certificate.fingerprint)),
    keys: contents.flatMap(({ file, keys = [] }) => keys.map((loaded) => ({ file, loaded }))),
    lists: contents.flatMap(({ file, lists = [] }) => lists.map((list) => ({ file, list }))),
    refused,
  }
}

function readFile(file: GivenFile, ask: AskPassword): Promise<FileContent | PkiProblem> {
  return file.content.includes('-----BEGIN ') ? readPemFile(file, ask) : readDerFile(file, ask)
}

/** Blocks of other kinds, such as the request that a certificate answers, are passed over. */
async function readPemFile(
  { name, content }: GivenFile,
  ask: AskPassword,
): Promise<FileContent | PkiProblem> {
  const text = content.toString('utf8')
  if (hasBrokenPem(text)) return pkiProblem('unreadable', 'a PEM block in it is cut off or damaged')
  const labels = new Set(readPem(text).map(({ label }) => label))
  const hasCertificate = labels.has('CERTIFICATE') || labels.has('X509 CERTIFICATE')
  const certificates = hasCertificate ? readCertificates(content) : []
  if (isProblem(certificates)) return certificates
  const key = [...labels].some((label) => label.endsWith('PRIVATE KEY'))
    ? await openKey(name, content, ask)
    : undefined
  if (key !== undefined && isProblem(key)) return key
  const list = labels.has('X509 CRL') ? readCrl(content) : undefined
  if (list !== undefined && isProblem(list)) return list
  return {
    certificates,
    keys: key === undefined ? [] : [key],
    lists: list === undefined ? [] : [list],
  }
}

async function readDerFile(
  { name, content }: GivenFile,
  ask: AskPassword,
): Promise<FileContent | PkiProblem> {
  const certificate = readCertificate(content)
  if (!isProblem(certificate)) return { certificates: [certificate] }
  const list = readCrl(content)
  if (!isProblem(list)) return { lists: [list] }
  const container = await openContainer(name, content, ask)
  if (!isProblem(container)) {
    const { certificate: own, chain, key } = container
    return { certificates: [own, ...chain], keys: [key] }
  }
  if (container.problem !== 'unreadable') return container
  const key = await openKey(name, content, ask)
  if (!isProblem(key)) return { keys: [key] }
  if (key.problem !== 'unreadable') return key
  return { problem: 'unreadable', message: 'it holds no certificate, key or revocation list' }
}

async function openKey(file: string, content: Buffer, ask: AskPassword): Promise<LoadedKey | PkiProblem> {
  const key = loadPrivateKey(content)
  if (!isProblem(key) || key.problem !== 'passphrase-needed') return key
  const password = await ask(file)
  return password === undefined ? noPassword('private key') : loadPrivateKey(content, password)
}

async function openContainer(
  file: string,
  content: Buffer,
  ask: AskPassword,
): Promise<Pkcs12Content | PkiProblem> {
  const container = readPkcs12(content, '')
  if (!isProblem(container) || container.problem !== 'wrong-passphrase') return container
  const password = await ask(file)
  return password === undefined ? noPassword('PKCS#12 file') : readPkcs12(content, password)
}

function noPassword(what: string): PkiProblem {
  return pkiProblem(
    'passphrase-needed',
    `the ${what} is encrypted and no password is given`,
    'give it with --password-file FILE',
  )
}
