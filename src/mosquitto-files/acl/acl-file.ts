/** Mosquitto's `acl_file` (mosquitto.conf(5)) as a value: who has which rules, in the order of the file. */

export type AclAccess = 'read' | 'write' | 'readwrite' | 'deny'

export interface AclRule {
  readonly access: AclAccess
  /** A valid topic filter. In a pattern, the levels `%u` and `%c` stand for the username and the client identifier. */
  readonly filter: string
  /** Counted from 1. */
  readonly line: number
}

export interface AclFile {
  /** The name of the file, for people. */
  readonly name: string
  /** `topic` lines before the first `user` line: for clients without a username, and for nobody else. */
  readonly anonymous: readonly AclRule[]
  /** By username; several blocks of one user are one list. A user without rules of their own is not in it. */
  readonly users: ReadonlyMap<string, readonly AclRule[]>
  /** `pattern` lines, wherever they stand: for everybody. */
  readonly patterns: readonly AclRule[]
}
