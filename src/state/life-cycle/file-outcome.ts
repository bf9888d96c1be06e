/** What became of something that a file held: a request that was signed, a certificate that was taken in. */

export interface FileOutcome {
  /** As it was named. */
  readonly file: string
  /** `keep`: it was here already. */
  readonly did: 'sign' | 'renew' | 'import' | 'replace' | 'keep' | 'refuse'
  /** Whose it is, as `user:alice`. */
  readonly selector?: string
  readonly serial?: string
  readonly notAfter?: Date
  /** Why it was refused, or what else there is to say: one sentence. */
  readonly because?: string
}

export function refusal(file: string, because: string, selector?: string): FileOutcome {
  return { file, did: 'refuse', ...(selector === undefined ? {} : { selector }), because }
}
