/** Revocation lists of authorities whose key lives elsewhere: their owners make them, and `pki import` brings them. */

import { quoted } from '../../diagnostics/quoted.ts'
import type { StatusEntry } from '../../pki/issuance/certificate-status.ts'
import { renewalTime } from '../../pki/issuance/renewal-time.ts'
import { isProblem } from '../../pki/pki-problem.ts'
import { readCrl } from '../../pki/x509/read-crl.ts'
import type { Authority } from '../../topology/authority.ts'
import type { Topology } from '../../topology/topology.ts'
import { foreignListNeeded } from '../codes.ts'
import type { FindingList } from '../finding-list.ts'
import type { MaterialStore, StoredCrl } from '../store/material-store.ts'

type Lists = Pick<MaterialStore, 'crl'>

/** The external authorities that some listener trusts, and whose list it looks at. */
export function authoritiesWithForeignList({ brokers }: Topology): readonly Authority[] {
  const trusted = brokers.flatMap(({ listeners }) =>
    listeners.flatMap(({ tls }) => (tls?.kind === 'certificate' && tls.crl ? tls.trust : [])),
  )
  return [...new Set(trusted)].filter(({ source }) => source === 'external')
}

/** One of them that is missing, or has ended, keeps every client of its authority out. */
export function reportForeignLists(
  topology: Topology,
  store: Lists,
  now: Date,
  { report }: FindingList,
): void {
  for (const { name, path } of authoritiesWithForeignList(topology)) {
    const stored = store.crl.get(name)
    if (stored !== undefined && now < new Date(stored.nextUpdate)) continue
    const what = stored === undefined ? 'is not here' : `ended on ${stored.nextUpdate.slice(0, 10)}`
    report(foreignListNeeded, {
      message: `the revocation list of authority ${quoted(name)} ${what}, so its clients are refused where listeners look at it`,
      at: { path, on: 'key' },
      hint: 'fetch it from where the authority publishes it, and give it to "mqttopia pki import"',
    })
  }
}

/** When those that are here end. */
export function* foreignListEnds(topology: Topology, store: Lists): Iterable<Date> {
  for (const { name } of authoritiesWithForeignList(topology)) {
    const stored = store.crl.get(name)
    if (stored !== undefined) yield new Date(stored.nextUpdate)
  }
}

export function foreignListStatus(
  topology: Topology,
  store: Lists,
  now: Date,
  usedBy: (authority: Authority) => string,
): readonly StatusEntry[] {
  return authoritiesWithForeignList(topology).map((authority): StatusEntry => {
    const { name, commonName } = authority
    const facts = {
      ...({ kind: 'crl', selector: `authority:${name}`, usedBy: usedBy(authority) } as const),
      ...{ authority: name, subject: commonName, because: 'fetch it from its authority: pki import' },
    }
    const stored = store.crl.get(name)
    if (stored === undefined) return { ...facts, state: 'awaited' }
    const notAfter = new Date(stored.nextUpdate)
    const renewsOn = renewalTime(authority.crl, { notBefore: startOf(stored, notAfter), notAfter })
    const dated = { ...facts, serial: stored.number, notAfter, renewsOn }
    if (now >= notAfter) return { ...dated, state: 'expired' }
    if (now >= renewsOn) return { ...dated, state: 'due' }
    const { because: _, ...good } = dated
    return { ...good, state: 'ok' }
  })
}

function startOf({ der }: StoredCrl, notAfter: Date): Date {
  const list = readCrl(der)
  return isProblem(list) ? notAfter : list.thisUpdate
}
