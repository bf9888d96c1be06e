/** The authorities that sign, ready to use: imported ones, and those of the store as they become issued. */

import { Failure } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import { type Authority, authorityFrom } from '../../pki/x509/authority.ts'
import { readCertificate } from '../../pki/x509/read-certificate.ts'
import type { MaterialStore } from '../store/material-store.ts'
import type { ImportedAuthorities } from './authority-keys.ts'
import { privateKeyOf } from './key-pair.ts'
import { nameOf } from './plan-certificates.ts'

/**
 * By certificate id. Ask only once a certificate of this run has been issued: the answer is kept.
 *
 * @throws Failure when certificate and key of the store do not make an authority.
 */
export type IssuingAuthorities = (id: string) => Authority

export function issuingAuthorities({
  store,
  imported,
}: {
  readonly store: MaterialStore
  readonly imported: ImportedAuthorities
}): IssuingAuthorities {
  const known = new Map(imported)
  return (id) => {
    const authority = known.get(id) ?? storedAuthority(store, id)
    known.set(id, authority)
    return authority
  }
}

function storedAuthority(store: MaterialStore, id: string): Authority {
  const [issued, key] = [store.certificate(id), store.key.get(id)]
  if (issued === undefined || key === undefined) {
    throw new Failure(
      `the state folder lacks the certificate or the key of authority ${quoted(nameOf(id))}; bring it back from a backup`,
    )
  }
  const certificate = readCertificate(issued.der)
  const authority = isProblem(certificate) ? certificate : authorityFrom(certificate, privateKeyOf(key))
  if (!isProblem(authority)) return authority
  throw new Failure(`authority ${quoted(nameOf(id))} of the state folder cannot sign: ${authority.message}`)
}
