/** A plan from a file, and whether the world is still the one that it was made in. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Failure, orFail } from '../../diagnostics/failure.ts'
import { parsedJson } from '../../files/parsed-json.ts'
import { keptDigest } from '../../plan/certificate-changes.ts'
import type { CertificateChange, Plan } from '../../plan/plan.ts'
import { planId } from '../../plan/plan-id.ts'
import type { CertificateInUse } from '../../state/issuance/certificates-in-use.ts'
import type { Host } from '../host.ts'
import type { CompiledBroker } from './compiled-broker.ts'

/** @throws Failure when there is no plan in the file, or not the one that was written */
export async function readPlan({ cwd }: Host, file: string): Promise<Plan> {
  const text = await orFail(`read ${file}`, () => readFileSync(resolve(cwd, file), 'utf8'))
  const plan = parsedJson(text)
  const again = `make one with "mqttopia plan --out ${file}"`
  if (!isPlan(plan)) throw new Failure(`${file} is no plan: ${again}`)
  const { mqttopia: _, version: __, id, ...parts } = plan
  if (planId(parts) === id) return plan
  throw new Failure(`${file} was edited, or is damaged: ${again}`)
}

/** What a plan looks like from afar; its identifier vouches for the rest. */
function isPlan(value: unknown): value is Plan {
  return (
    typeof value === 'object' &&
    value !== null &&
    'mqttopia' in value &&
    value.mqttopia === 'plan' &&
    'version' in value &&
    value.version === 1
  )
}

/** @throws Failure when certificates were made anew that the plan leaves as they are */
export function expectKept({ certificates, digests }: Plan, inUse: readonly CertificateInUse[]): void {
  if (digests.kept === undefined) return
  const made = new Set(certificates.filter(isMade).map(({ id }) => id))
  if (keptDigest(inUse.filter(({ id }) => !made.has(id))) === digests.kept) return
  throw new Failure(
    'certificates have been issued that the plan says nothing of: the world has moved since it was made; plan again',
  )
}

function isMade({ do: what }: CertificateChange): boolean {
  return what === 'issue' || what === 'renew' || what === 'rotate'
}

/** @throws Failure when what was compiled, or what is installed, is not what the plan says */
export function expectPlanned(
  plan: Plan,
  { broker, release, snapshot }: CompiledBroker,
  installed: string | undefined,
): void {
  const again = 'the world has moved since the plan was made: plan again'
  if (plan.digests.after !== snapshot.digest)
    throw new Failure(`what is compiled is not what was planned; compile, or, if you have, ${again}`)
  const part = plan.brokers.find(({ name }) => name === broker.name)
  const starts = part === undefined ? release.id : part.installs?.slice(0, release.id.length)
  if (installed === undefined || installed === release.id || starts === undefined || installed === starts)
    return
  throw new Failure(`release ${installed} is installed, and the plan begins with ${starts}; ${again}`)
}
