/** The name of a plan follows from all that it says, so that one who reads it knows whether it was edited. */

import { digestBytes } from '../files/digest.ts'
import type { Plan } from './plan.ts'

export function planId(parts: Omit<Plan, 'mqttopia' | 'version' | 'id'>): string {
  return digestBytes(Buffer.from(JSON.stringify(parts))).slice(0, 16)
}
