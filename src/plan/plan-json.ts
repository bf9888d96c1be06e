/** A plan as a file: `schemas/plan.schema.json` says what is in it. */

import { jsonLiteral } from '../files/quote.ts'
import type { Plan } from './plan.ts'

export function planJson(plan: Plan): string {
  return `${jsonLiteral(plan, 2)}\n`
}
