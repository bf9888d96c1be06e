import { expect, test } from 'vitest'
import { bridgeContext, serverContext } from '../../../../src/broker/transport/tls/secure-context.ts'
import { authorityPem, pki, TlsFolder } from '../tls-fixtures.ts'

test('without a file of authorities a listener trusts nobody: Node would trust those of the web', () => {
  const { caFile: _, ...tls } = new TlsFolder().config({ requireCertificate: true })
  expect(serverContext({ name: '8883', tls }).options.ca).toEqual([])
})

test('a folder of authorities is read as OpenSSL does: by hashed names', () => {
  const folder = new TlsFolder()
  folder.write('9d66eef0.0', authorityPem(pki.root))
  folder.write('root.pem', authorityPem(pki.clients))
  const { caFile: _, ...tls } = folder.config({ requireCertificate: true, caPath: folder.path })
  const trusted = serverContext({ name: '8883', tls }).rules?.trusted
  expect(trusted?.map(({ subject }) => subject)).toEqual([expect.stringContaining('CN=Plant Root')])
})

test('a bridge that names no authorities trusts nobody, or those of the system', () => {
  const tls = { useOsCertificates: false, insecure: false }
  expect(bridgeContext('far', tls).ca).toEqual([])
  expect(bridgeContext('far', { ...tls, useOsCertificates: true }).ca).not.toEqual([])
})
