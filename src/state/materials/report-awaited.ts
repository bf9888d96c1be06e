/** Says which certificates wait for somebody outside, and what to do about it. */

import { counted } from '../../diagnostics/counted.ts'
import type { Place } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { AwaitReason, IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import { authorityCertificateId, userCertificateId } from '../../pki/materials.ts'
import type { Topology } from '../../topology/topology.ts'
import { certificateAwaited } from '../codes.ts'
import type { FindingList } from '../finding-list.ts'
import { nameOf } from '../issuance/plan-certificates.ts'

type AwaitStep = Extract<IssuanceStep, { do: 'await' }>

/** Ids of the certificates that are not there at all. */
export function awaitedCertificates(steps: readonly IssuanceStep[]): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step) => (step.do === 'await' && step.replaces === undefined ? [step.id] : [])),
  )
}

/** One finding for each authority that others sign with, and each profile whose devices have sent no request. */
export function reportAwaited(
  steps: readonly IssuanceStep[],
  topology: Topology,
  { report }: FindingList,
): void {
  for (const { what, at, hint, steps: group } of groupsOf(steps, topology).values()) {
    const missing = group.filter(({ replaces }) => replaces === undefined)
    const due = group.filter(({ replaces }) => replaces !== undefined)
    for (const [list, state] of [
      [missing, 'awaited'],
      [due, 'due'],
    ] as const) {
      if (list.length === 0) continue
      report(certificateAwaited, { message: `${subjectOf(list)} ${state}: ${what}`, at, hint })
    }
  }
}

interface Group {
  readonly what: string
  readonly at: Place
  readonly hint: string
  readonly steps: AwaitStep[]
}

/** What waits for an issuer that is awaited itself goes without saying. */
function groupsOf(steps: readonly IssuanceStep[], topology: Topology): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>()
  const profiles = profilesById(topology)
  for (const step of steps) {
    if (step.do !== 'await' || step.because === 'issuer-awaited') continue
    const owner = ownerOf(step, profiles)
    const key = `${step.because} ${owner}`
    const group = groups.get(key) ?? groupFor(step.because, owner, topology)
    groups.set(key, group)
    group.steps.push(step)
  }
  return groups
}

/** A profile, or the id of an authority. */
function ownerOf({ id, because, request }: AwaitStep, profiles: (id: string) => string): string {
  if (because === 'no-request') return profiles(id)
  return because === 'made-elsewhere' ? id : (request.issuer ?? '')
}

function profilesById({ users }: Topology): (id: string) => string {
  let profiles: ReadonlyMap<string, string> | undefined
  return (id) => {
    profiles ??= new Map(
      users.flatMap(({ name, authentication }) =>
        authentication.kind === 'certificate'
          ? [[userCertificateId(name), authentication.profile.name] as const]
          : [],
      ),
    )
    return profiles.get(id) ?? ''
  }
}

function groupFor(because: AwaitReason, owner: string, { authorities, profiles }: Topology): Group {
  if (because === 'no-request') {
    const profile = profiles.find(({ name }) => name === owner)
    return {
      what: `of profile ${quoted(owner)} devices keep their keys, and no request has come`,
      at: { path: profile?.path ?? [], on: 'key' },
      hint: 'give the requests to "mqttopia pki sign"',
      steps: [],
    }
  }
  const authority = authorities.find(({ name }) => authorityCertificateId(name) === owner)
  if (because === 'made-elsewhere') {
    return {
      what: 'it was made elsewhere',
      at: { path: authority?.path ?? [], on: 'key' },
      hint: 'give the next one to "mqttopia pki import", or replace its key with "mqttopia pki rotate --staged"',
      steps: [],
    }
  }
  return {
    what: `the key of authority ${quoted(authority?.name ?? '')} lives elsewhere`,
    at: { path: authority?.path ?? [], on: 'key' },
    hint: 'write requests with "mqttopia pki csr", have them signed, and give what comes back to "mqttopia pki import"',
    steps: [],
  }
}

const mostNames = 3

function subjectOf(steps: readonly AwaitStep[]): string {
  const names = steps.slice(0, mostNames).map(({ id }) => quoted(nameOf(id)))
  const more = steps.length - names.length
  const list = more > 0 ? `${names.join(', ')} and ${counted(more)} more` : names.join(', ')
  return steps.length === 1 ? `the certificate of ${list} is` : `the certificates of ${list} are`
}
