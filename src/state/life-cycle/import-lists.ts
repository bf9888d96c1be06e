/** Goes on with the revocation lists of authorities that were run elsewhere: what they revoke stays revoked. */

import { authorityCertificateId } from '../../pki/materials.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import { type CertificateDescription, readCertificate } from '../../pki/x509/read-certificate.ts'
import { type CrlDescription, crlIssuedBy } from '../../pki/x509/read-crl.ts'
import type { Authority } from '../../topology/authority.ts'
import { revocationName } from '../issuance/revocations.ts'
import { type FileOutcome, refusal } from './file-outcome.ts'
import type { LifeContext } from './life-cycle.ts'
import type { Credentials } from './read-credentials.ts'

export function importLists(lists: Credentials['lists'], context: LifeContext): readonly FileOutcome[] {
  if (lists.length === 0) return []
  const authorities = context.topology.authorities.flatMap((authority) => {
    const certificate = certificateOf(authority, context)
    return certificate === undefined ? [] : [{ authority, certificate }]
  })
  return lists.map(({ file, list }) => {
    const owner = authorities.find(({ certificate }) => crlIssuedBy(list, certificate))
    if (owner === undefined)
      return refusal(file, `no authority of the spec has signed this list (${list.issuer.text})`)
    const { name, source } = owner.authority
    if (source === 'external') return importForeign(file, list, name, context)
    return importList(file, list, name, context)
  })
}

function certificateOf(
  { name, certificatePem }: Authority,
  { store }: LifeContext,
): CertificateDescription | undefined {
  const input = certificatePem ?? store.certificate(authorityCertificateId(name))?.der
  const certificate = input === undefined ? undefined : readCertificate(input)
  return certificate === undefined || isProblem(certificate) ? undefined : certificate
}

/** The list of an authority elsewhere is passed on as it is; the newest, since it goes by time where it has no number. */
function importForeign(
  file: string,
  { number = 0n, nextUpdate, thisUpdate, authorityKeyId = '', der }: CrlDescription,
  authority: string,
  { store, now }: LifeContext,
): FileOutcome {
  const facts = { file, selector: `authority:${authority}`, serial: String(number) }
  const stored = store.crl.get(authority)
  if (stored?.der.equals(der) === true) return { ...facts, did: 'keep' }
  if (nextUpdate === undefined || nextUpdate <= now)
    return refusal(file, 'the list has ended, or does not say when it does', facts.selector)
  const end = nextUpdate.toISOString()
  if (stored !== undefined && end < stored.nextUpdate)
    return refusal(file, `there is a newer list, until ${stored.nextUpdate.slice(0, 10)}`, facts.selector)
  store.crl.put(authority, { number: String(number), nextUpdate: end, authorityKeyId, digest: '', der })
  return {
    ...facts,
    did: 'import',
    notAfter: nextUpdate,
    because: `revocation list of ${thisUpdate.toISOString().slice(0, 10)}`,
  }
}

/** The number goes on from that of the list (RFC 5280 5.2.3: it never falls). */
function importList(
  file: string,
  { revoked, number = 0n, nextUpdate, thisUpdate, authorityKeyId = '', der }: CrlDescription,
  authority: string,
  { store }: LifeContext,
): FileOutcome {
  let taken = 0
  for (const { serial, revokedAt, reason = 'unspecified' } of revoked) {
    const name = revocationName(authority, serial)
    if (store.revocation.get(name) !== undefined) continue
    store.revocation.put(name, { authority, reason, date: revokedAt.toISOString(), of: '' })
    taken += 1
  }
  const isNewer = number > BigInt(store.crl.get(authority)?.number ?? -1)
  if (isNewer) {
    const end = (nextUpdate ?? thisUpdate).toISOString()
    store.crl.put(authority, { number: String(number), nextUpdate: end, authorityKeyId, digest: '', der })
  }
  const facts = { file, selector: `authority:${authority}`, serial: String(number) }
  if (taken === 0 && !isNewer) return { ...facts, did: 'keep' }
  return {
    ...facts,
    did: 'import',
    because: `revocation list ${number}: ${taken} of ${revoked.length} entries are new`,
  }
}
