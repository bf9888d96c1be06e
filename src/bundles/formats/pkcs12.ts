/** `pkcs12`: certificate, chain and key in one encrypted file (RFC 7292), and its password beside it. */

import { userCertificateId } from '../../pki/materials.ts'
import { pkcs12PasswordProblem, writePkcs12 } from '../../pki/pkcs12/write-pkcs12.ts'
import { ALL_TRANSPORTS, type BundleClient, type BundleFormatter, publicFile, secretFile } from '../format.ts'

export const pkcs12: BundleFormatter = {
  reader: 'a program that reads PKCS#12 files',
  auth: ['certificate'],
  transports: ALL_TRANSPORTS,
  needsKey: true,
  archived: false,
  encrypts: true,
  *files(client) {
    const { content, password } = pkcs12Of(client)
    yield secretFile('client.p12', content)
    yield secretFile('client.p12.password', password)
    if (client.view.ca !== null) yield publicFile('ca.pem', client.view.ca)
  },
  readme: 'bundles/pkcs12/README.txt.hbs',
}

/** Salts come from the materials, so that the same certificate and password give the same bytes. */
export function pkcs12Of({ view, bundle, password: given, materials }: BundleClient): {
  content: Buffer
  password: string
} {
  const { username } = view
  const { certificate, chain, privateKey } = materials.certificate(userCertificateId(username))
  if (privateKey === undefined || given === undefined)
    throw new Error(`the key of "${username}" is not here, so nothing can hold it`)
  const password = suitablePassword(given, bundle.name)
  const purpose = `pkcs12/${bundle.name}/${username}/${bytes(certificate).subarray(-16).toString('hex')}`
  let salts = 0
  const content = writePkcs12({
    pkcs8: bytes(privateKey),
    certificate: bytes(certificate),
    chain: chain.map(bytes),
    password,
    friendlyName: username,
    encryption: bundle.encryption,
    random: (length) => bytes(materials.salt(`${purpose}/${salts++}`, length)),
  })
  return { content, password }
}

/** A password from outside is known here first, so that no check of the spec can have seen it. */
function suitablePassword(password: string, bundle: string): string {
  const problem = pkcs12PasswordProblem(password)
  if (problem !== undefined) throw new Error(`bundle "${bundle}": ${problem.message}`)
  return password
}

function bytes(array: Uint8Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
