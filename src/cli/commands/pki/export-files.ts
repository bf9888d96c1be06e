/** The files of `mqttopia pki export`, by format. */

import { toPem } from '../../../pki/der/pem.ts'
import { passwordFromBytes } from '../../../pki/generated-secret.ts'
import { certificatePath } from '../../../pki/issuance/certificate-path.ts'
import { writePkcs12 } from '../../../pki/pkcs12/write-pkcs12.ts'
import type { ExportedCertificate } from '../../../state/life-cycle/export-certificates.ts'
import type { PlacedFile } from '../../../state/output/place-files.ts'
import type { RandomBytes } from '../../../state/secrets/random-pool.ts'

export const EXPORT_FORMATS = ['pem', 'der', 'pkcs12'] as const

export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface ContainerOptions {
  /** Absent: each has one of its own, in a file beside it. */
  readonly password?: string
  readonly encryption: 'modern' | 'legacy'
  readonly random: RandomBytes
}

/** For PKCS#12 it must have its key. */
export function exportFiles(
  exported: ExportedCertificate,
  format: ExportFormat,
  container: ContainerOptions,
): readonly PlacedFile[] {
  switch (format) {
    case 'pem':
      return pemFiles(exported)
    case 'der':
      return derFiles(exported)
    case 'pkcs12':
      return containerFiles(exported, container)
  }
}

function pemFiles({ id, chain, root, privateKey, lists }: ExportedCertificate): readonly PlacedFile[] {
  const path = certificatePath(id)
  const certificates = (ders: readonly Uint8Array[]) =>
    Buffer.from(ders.map((der) => toPem('CERTIFICATE', der)).join(''))
  return [
    { path: `${path}.pem`, content: certificates(chain) },
    ...(root === undefined ? [] : [{ path: `${path}.ca.pem`, content: certificates([root]) }]),
    ...(privateKey === undefined
      ? []
      : [{ path: `${path}.key.pem`, content: Buffer.from(toPem('PRIVATE KEY', privateKey)), secret: true }]),
    ...(lists.length === 0
      ? []
      : [
          {
            path: `${path}.crl.pem`,
            content: Buffer.from(lists.map((der) => toPem('X509 CRL', der)).join('')),
          },
        ]),
  ]
}

/** A file holds one thing: of several generations of an authority that which issues. */
function derFiles({
  id,
  chain: [own],
  privateKey,
  lists: [list],
}: ExportedCertificate): readonly PlacedFile[] {
  const path = certificatePath(id)
  return [
    ...(own === undefined ? [] : [{ path: `${path}.der`, content: own }]),
    ...(privateKey === undefined ? [] : [{ path: `${path}.key.der`, content: privateKey, secret: true }]),
    ...(list === undefined ? [] : [{ path: `${path}.crl`, content: list }]),
  ]
}

const PASSWORD_LENGTH = 24

function containerFiles(
  { id, chain: [own, ...chain], root, privateKey }: ExportedCertificate,
  { password: given, encryption, random }: ContainerOptions,
): readonly PlacedFile[] {
  if (own === undefined || privateKey === undefined) return []
  const path = certificatePath(id)
  const password = given ?? passwordFromBytes(random(PASSWORD_LENGTH), PASSWORD_LENGTH)
  const content = writePkcs12({
    ...{ pkcs8: privateKey, certificate: own, password, encryption, random },
    chain: root === undefined ? chain : [...chain, root],
    friendlyName: id.slice(id.indexOf('/') + 1),
  })
  const container = { path: `${path}.p12`, content, secret: true }
  if (given !== undefined) return [container]
  return [container, { path: `${path}.p12.password`, content: Buffer.from(password), secret: true }]
}
