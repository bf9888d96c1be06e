/**
 * What can be wrong with a key, certificate, request or container that comes from outside.
 * Readers return a problem as a value; they do not throw over bad input.
 */

export type PkiProblemCode =
  /** The bytes are not what was asked for: no PEM block, broken DER, missing fields. */
  | 'unreadable'
  | 'passphrase-needed'
  | 'wrong-passphrase'
  /** The encryption of a key or container is outside what this library can open. */
  | 'unsupported-encryption'
  /** The key is readable, but of a kind that mqttopia does not sign with or certify. */
  | 'unsupported-key'
  | 'weak-key'
  | 'weak-signature'
  | 'unsupported-signature'
  /** A signature does not verify over the original bytes. */
  | 'bad-signature'
  | 'not-an-authority'
  | 'key-mismatch'
  | 'not-issued-by'
  | 'outside-validity'
  /** A password holds characters that some program would read differently. */
  | 'unsuitable-password'
  /** A wanted certificate cannot be encoded as asked: empty name, IP address that is none, ... */
  | 'unsuitable-request'

export interface PkiProblem {
  readonly problem: PkiProblemCode
  /** What is wrong: one sentence, no capital, no full stop, nothing secret. */
  readonly message: string
  /** What to do about it, in the imperative. */
  readonly hint?: string
}

export function pkiProblem(problem: PkiProblemCode, message: string, hint?: string): PkiProblem {
  return hint === undefined ? { problem, message } : { problem, message, hint }
}

/** The problem and what to do about it, for a line. */
export function problemText({ message, hint }: PkiProblem): string {
  return hint === undefined ? message : `${message}; ${hint}`
}

/** True when a reader returned a problem instead of what it reads. */
export function isProblem(value: object): value is PkiProblem {
  return 'problem' in value
}
