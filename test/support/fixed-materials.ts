/**
 * Material that follows from its name alone, so that whole builds can be compared with golden files. No key among it is
 * one: the bytes of a certificate or key say what they stand for.
 */

import { createHash } from 'node:crypto'
import type { Materials } from '../../src/pki/materials.ts'
import type { Topology } from '../../src/topology/topology.ts'

export function fixedMaterials({ users }: Topology): Materials {
  const keepsKey = new Set(
    users.flatMap(({ name, authentication }) =>
      authentication.kind === 'certificate' && authentication.csrFile !== undefined ? [`user/${name}`] : [],
    ),
  )
  return {
    certificate: (id) => ({
      certificate: Buffer.from(`certificate of ${id}`),
      chain: [Buffer.from(`issuer of ${id}`)],
      root: Buffer.from(`root above ${id}`),
      ...(keepsKey.has(id) ? {} : { privateKey: Buffer.from(`key of ${id}`) }),
    }),
    trusted: (authority) => [Buffer.from(`certificate of authority/${authority}`)],
    crls: (authority) => [Buffer.from(`revocation list of ${authority}`)],
    passwordHash: (username) =>
      `$7$101$${digest(username).subarray(0, 12).toString('base64')}$${Buffer.alloc(64, digest(username)).toString('base64')}`,
    password: (username) => `password-of-${digest(username).toString('hex').slice(0, 8)}`,
    psk: (username) => digest(username).toString('hex'),
    bundlePassword: (bundle, username) =>
      `bundle-${digest(bundle + username)
        .toString('hex')
        .slice(0, 8)}`,
    salt: (purpose, length) => Buffer.alloc(length, digest(purpose)),
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
