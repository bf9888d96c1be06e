/** Identities of people who share a vault. */

import { generateIdentity } from '../../../src/state/age/age-file.ts'

export interface Person {
  readonly identity: string
  readonly recipient: string
}

export const ann: Person = await generateIdentity()
export const ben: Person = await generateIdentity()
