/** What a template would see of a client, before there is any material: for checks. */

import type { CertificateMaterial, Materials } from '../pki/materials.ts'
import type { User } from '../topology/user.ts'
import type { BundleUse } from './bundle-uses.ts'
import { type ClientView, clientView } from './client-view.ts'
import type { Connection } from './connection.ts'

/** Like the real view in every text of the spec; secrets and certificates are placeholders of their usual length. */
export function viewForCheck({ user, bundle }: BundleUse, connection: Connection): ClientView {
  return clientView({ topology: '', bundle: bundle.name, user, connection, materials: placeholders(user) })
}

const CERTIFICATE: CertificateMaterial = {
  certificate: new Uint8Array(480),
  chain: [new Uint8Array(480)],
  root: new Uint8Array(480),
}
const PRIVATE_KEY = new Uint8Array(138)
const PASSWORD = 'x'.repeat(24)
const PSK = '00'.repeat(32)

function placeholders({ authentication }: User): Materials {
  const keyElsewhere = authentication.kind === 'certificate' && authentication.profile.csr
  const certificate = keyElsewhere ? CERTIFICATE : { ...CERTIFICATE, privateKey: PRIVATE_KEY }
  return {
    certificate: () => certificate,
    trusted: () => [CERTIFICATE.root],
    crls: () => [],
    passwordHash: () => '',
    password: () => PASSWORD,
    psk: () => PSK,
    bundlePassword: () => PASSWORD,
    salt: (_, length) => new Uint8Array(length),
  }
}
