/** What a plan takes away, and whether that is too much. */

import type { Spec } from '../spec/generated/spec.ts'
import { reachesPart } from '../topology/protected-parts.ts'
import type { CertificateChange, Destruction, Plan, Share, UserChange } from './plan.ts'

export interface DestructionInput {
  readonly before: Spec | undefined
  readonly after: Spec
  readonly environment: string | undefined
  readonly users: readonly UserChange[]
  readonly certificates: readonly CertificateChange[]
  /** How many there were. */
  readonly userCount: number
  readonly certificateCount: number
}

export function destructionOf(input: DestructionInput): Destruction {
  const { before, after, users, certificates, userCount, certificateCount } = input
  const gone = users.filter(({ change }) => change === 'removed')
  const retired = certificates.filter((change) => change.do === 'retire' || change.do === 'revoke')
  return {
    protected: protectedNames(input).filter(
      (name) => before !== undefined && reachesPart(before, name) && !reachesPart(after, name),
    ),
    users: { gone: gone.reduce((sum, { members }) => sum + members.length, 0), of: userCount },
    certificates: { gone: retired.length, of: certificateCount },
  }
}

/** Taking a part off the list and out of the spec in one go does not take the protection off it. */
function protectedNames({ before, after, environment }: DestructionInput): readonly string[] {
  if (environment === undefined) return []
  const lists = [before, after].map((spec) => {
    const { environments = {} } = spec ?? {}
    return (Object.hasOwn(environments, environment) && environments[environment]?.protect) || []
  })
  return [...new Set(lists.flat())].sort()
}

export interface DestroyLimits {
  /** Parts under protection may go, and any number of users. */
  readonly allowed: boolean
  /** Percent of the users or certificates that there were. */
  readonly maxPercent: number
}

/** Up to so many are no landslide, whatever their share of a small topology is. */
export const FEW = 10

/** Why a plan is refused: a sentence, without a full stop. */
export function destructionProblem(
  { destroys }: Pick<Plan, 'destroys'>,
  { allowed, maxPercent }: DestroyLimits,
): string | undefined {
  if (allowed) return undefined
  const [first] = destroys.protected
  if (first !== undefined) return `${destroys.protected.join(', ')} would go, which the environment protects`
  return (
    shareProblem('users', destroys.users, maxPercent) ??
    shareProblem('certificates', destroys.certificates, maxPercent)
  )
}

function shareProblem(what: string, { gone, of }: Share, maxPercent: number): string | undefined {
  if (gone <= FEW || gone * 100 <= of * maxPercent) return undefined
  return `${gone} of ${of} ${what} would go, more than ${maxPercent} %`
}
