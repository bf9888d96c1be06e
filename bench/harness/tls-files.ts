/** A P-256 authority, a server certificate for 127.0.0.1 and a client certificate, made with openssl. */

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface TlsFiles {
  readonly authority: string
  readonly serverCertificate: string
  readonly serverKey: string
  readonly clientCertificate: string
  readonly clientKey: string
}

function openssl(folder: string, ...words: readonly string[]): void {
  const { status, error, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' })
  if (error !== undefined) throw new Error('openssl is needed; on Debian: apt-get install openssl')
  if (status !== 0) throw new Error(`openssl ${words[0]} failed: ${stderr}`)
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

function issue(folder: string, name: string, extensions: string): void {
  writeFileSync(join(folder, `${name}.ext`), extensions)
  openssl(
    folder,
    'req',
    '-new',
    ...newKey,
    '-keyout',
    `${name}.key`,
    '-subj',
    `/CN=${name}`,
    '-out',
    `${name}.csr`,
  )
  const signer = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-days', '30', '-extfile', `${name}.ext`]
  openssl(folder, 'x509', '-req', '-in', `${name}.csr`, ...signer, '-out', `${name}.crt`)
}

export function makeTlsFiles(folder: string): TlsFiles {
  openssl(
    folder,
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-subj',
    '/CN=bench',
    '-days',
    '30',
    '-out',
    'ca.crt',
  )
  issue(folder, 'server', 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n')
  issue(folder, 'client', 'extendedKeyUsage=clientAuth\n')
  return {
    authority: join(folder, 'ca.crt'),
    serverCertificate: join(folder, 'server.crt'),
    serverKey: join(folder, 'server.key'),
    clientCertificate: join(folder, 'client.crt'),
    clientKey: join(folder, 'client.key'),
  }
}
