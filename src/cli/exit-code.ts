/** Exit codes, one table for all verbs. When several apply: 1, 3, 4, 5, 2. */

export const ExitCode = {
  /** All well. */
  Ok: 0,
  /** mqttopia could not do its work: files, network. */
  Failed: 1,
  /** Changes are pending; only where a verb was asked to say so. */
  Changes: 2,
  /** The spec is invalid, or the target cannot express it. */
  Invalid: 3,
  /** A policy or test failed. */
  PolicyFailed: 4,
  /** A certificate is due. */
  Due: 5,
  /** The command line is wrong. */
  Usage: 64,
} as const

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]
