/** What breaks a policy, and who proves it. */

import type { RelatedPlace, SpecPath } from '../../diagnostics/diagnostic.ts'

export interface Violation {
  /** Who breaks it, less what sets the devices of a fleet apart: of several violations by one, the first is told. */
  readonly subject: string
  /** One sentence, less its full stop. */
  readonly message: string
  /** The grants and routes that make it possible. */
  readonly related: readonly RelatedPlace[]
  readonly hint: string
}

export function because(path: SpecPath, message: string): RelatedPlace {
  return { at: { path }, message }
}
