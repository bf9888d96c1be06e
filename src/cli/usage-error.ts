/** The command line names something that does not exist: no failure of the world, and nothing wrong with the spec. */

import { didYouMean } from '../diagnostics/did-you-mean.ts'

/** Its message is a plain sentence for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** `there is no WHAT "NAME"`, and the candidate that was probably meant. */
export function noSuch(what: string, name: string, candidates: Iterable<string>): UsageError {
  const near = didYouMean(name, candidates)
  const hint = near === undefined ? '' : `; did you mean "${near}"?`
  return new UsageError(`there is no ${what} ${JSON.stringify(name)}${hint}`)
}
