/** What an environment says must be there. */

import { quoted } from '../diagnostics/quoted.ts'
import type { Spec } from '../spec/generated/spec.ts'
import { protectMissing } from './codes/reference-codes.ts'
import type { Resolution } from './resolution.ts'

/** Reports each entry of the environment's `protect` list that names nothing in the spec. */
export function reportUnprotected(resolution: Resolution, environment: string | undefined): void {
  if (environment === undefined) return
  const environments = resolution.spec.environments ?? {}
  const { protect = [] } = (Object.hasOwn(environments, environment) && environments[environment]) || {}
  for (const [i, name] of protect.entries()) {
    const steps = name.split('.')
    if (reachesPart(resolution.spec, name) || resolution.isDamaged(steps)) continue
    resolution.report(protectMissing, {
      message: `environment ${quoted(environment)} protects ${quoted(name)}, which is not in the spec`,
      at: { path: ['environments', environment, 'protect', i] },
      hint: 'put it back, or take it off this list if its end is intended',
    })
  }
}

/** True when the spec has the part that an entry such as `brokers.core` names. */
export function reachesPart(spec: Spec, name: string): boolean {
  return reaches(spec, name.split('.'))
}

/** Names may hold dots themselves, so a key may take up several steps. */
function reaches(value: unknown, steps: readonly string[]): boolean {
  if (steps.length === 0) return true
  if (typeof value !== 'object' || value === null) return false
  const entries = new Map<string, unknown>(Object.entries(value))
  return steps.some((_, i) => {
    const key = steps.slice(0, i + 1).join('.')
    return entries.has(key) && reaches(entries.get(key), steps.slice(i + 1))
  })
}
