/** What happens to certificates, in the words of the life cycle. */

import { compareText } from '../files/compare-text.ts'
import { digestText } from '../files/digest.ts'
import type { IssuanceStep } from '../pki/issuance/issuance-step.ts'
import type { WantedIds } from '../pki/issuance/wanted-ids.ts'
import { authorityCertificateId } from '../pki/materials.ts'
import type { CertificateRequest } from '../pki/x509/certificate-request.ts'
import { asksTheSame, requestDigest } from '../pki/x509/request-digest.ts'
import type { Topology } from '../topology/topology.ts'
import type { CertificateChange } from './plan.ts'

/**
 * From the steps that a compile would take; certificates that stay are not in it.
 *
 * @param wasWanted ids of what was wanted before: what goes, goes once
 */
export function changesOfSteps(
  steps: readonly IssuanceStep[],
  wasWanted: Pick<WantedIds, 'has'>,
): readonly CertificateChange[] {
  return steps.flatMap((step): readonly CertificateChange[] => {
    if (step.do === 'keep' || step.do === 'await') return [] // a compile does nothing about either
    const { id } = step
    if (step.do === 'retire')
      return wasWanted.has(id) ? [{ do: 'retire', id, because: 'it is not wanted any more' }] : []
    const newKey = step.key === 'generate'
    const because = inWords(step.because)
    if (step.do === 'renew') return [{ do: newKey ? 'rotate' : 'renew', id, because, newKey }]
    return [{ do: 'issue', id, because, ...(step.replaces === undefined ? {} : { newKey }) }]
  })
}

export interface KeptCertificate {
  readonly id: string
  readonly fingerprint: string
}

/** Those that a compile would leave as they are. */
export function keptCertificates(steps: readonly IssuanceStep[]): readonly KeptCertificate[] {
  const kept: KeptCertificate[] = []
  for (const step of steps) {
    const stays = step.do === 'keep' ? step.issued : step.do === 'await' ? step.replaces : undefined
    if (stays !== undefined) kept.push({ id: step.id, fingerprint: stays.fingerprint })
  }
  return kept
}

/** One digest of all certificates that stay, whatever their order; equal digests, the same certificates. */
export function keptDigest(kept: readonly KeptCertificate[]): string {
  if (!kept.every(({ id }) => PLAIN.test(id))) return digestText(kept.map(keptLine).sort().join(''))
  let text = '' // and no list of a hundred thousand lines
  for (const { id, fingerprint } of inOrder(kept)) text += `"${id}" ${fingerprint}\n`
  return digestText(text)
}

function keptLine({ id, fingerprint }: KeptCertificate): string {
  return `${JSON.stringify(id)} ${fingerprint}\n`
}

/** Nothing that JSON escapes, and nothing that stands before a quotation mark: such ids are ordered as their lines are. */
const PLAIN = /^[#-[\]-~]*$/

function inOrder(kept: readonly KeptCertificate[]): readonly KeptCertificate[] {
  const isInOrder = kept.every(({ id }, i) => i === 0 || (kept[i - 1]?.id ?? '') <= id)
  return isInOrder ? kept : kept.toSorted((a, b) => compareText(a.id, b.id))
}

/** As `request-changed`: the words of a reason speak for themselves. */
function inWords(reason: string): string {
  const known: Readonly<Record<string, string>> = {
    new: 'there is none yet',
    'request-changed': 'the spec asks for another one',
    'issuer-changed': 'its issuer is another one',
    expiring: 'it ends soon',
    expired: 'it has ended',
    asked: 'it was asked for',
  }
  return known[reason] ?? reason.replaceAll('-', ' ')
}

/** From what two topologies ask for, whatever has been issued. */
export function changesOfRequests(
  before: readonly CertificateRequest[],
  after: readonly CertificateRequest[],
): readonly CertificateChange[] {
  const old = new Map(before.map((request) => [request.id, request]))
  const changes: CertificateChange[] = []
  for (const request of after) {
    const { id } = request
    const was = old.get(id)
    old.delete(id)
    if (was === undefined) changes.push({ do: 'issue', id, because: inWords('new') })
    else if (!asksTheSame(requestDigest(was), request))
      changes.push({
        do: 'issue',
        id,
        because: inWords('request-changed'),
        newKey: needsNewKey(was, request),
      })
    else if (was.issuer !== request.issuer)
      changes.push({ do: 'issue', id, because: inWords('issuer-changed'), newKey: needsNewKey(was, request) })
  }
  const retired = [...old.keys()].sort()
  return [
    ...changes,
    ...retired.map((id) => ({ do: 'retire', id, because: 'it is not wanted any more' }) as const),
  ]
}

function needsNewKey(was: CertificateRequest, is: CertificateRequest): boolean {
  return was.keyAlgorithm !== is.keyAlgorithm || is.rotate === 'always'
}

/** Serial numbers that the spec revokes and did not before. */
export function revocations(before: Topology | undefined, after: Topology): readonly CertificateChange[] {
  const known = new Set(
    before?.authorities.flatMap(({ name, revoked }) => revoked.map(({ serial }) => `${name} ${serial}`)),
  )
  return after.authorities.flatMap(({ name, revoked }) =>
    revoked
      .filter(({ serial }) => !known.has(`${name} ${serial}`))
      .map(
        ({ serial, reason }) =>
          ({ do: 'revoke', id: authorityCertificateId(name), because: reason, serial }) as const,
      ),
  )
}
