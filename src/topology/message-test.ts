/** A message, and who must and must not receive it. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { Broker } from './broker.ts'
import type { User } from './user.ts'

export interface MessageTest {
  readonly name: string
  readonly user: User
  readonly broker: Broker
  readonly topic: string
  readonly delivered: readonly ExpectedUser[]
  readonly notDelivered: readonly ExpectedUser[]
  readonly path: SpecPath
}

export interface ExpectedUser {
  readonly name: string
  readonly path: SpecPath
}
