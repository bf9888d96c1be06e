/** The file of Mosquitto's dynamic-security plugin as a value: what is asked when a client publishes or receives. */

export type SecurityAclType = 'publishClientSend' | 'publishClientReceive'

/** One entry of a role. Of those with the asked type, the first that matches decides, high priorities first. */
export interface SecurityAcl {
  readonly type: SecurityAclType
  readonly topic: string
  readonly priority: number
  readonly allow: boolean
}

/** The roles of one client or group, in the order in which they are asked. */
export type RoleNames = readonly string[]

export interface SecurityFile {
  /** What holds where no entry matches. */
  readonly defaults: Readonly<Record<SecurityAclType, boolean>>
  /** By role, in the order in which they are asked. */
  readonly roles: ReadonlyMap<string, readonly SecurityAcl[]>
  /** By username: its own roles, then those of its groups. Whoever is not here is refused everything. */
  readonly clients: ReadonlyMap<string, RoleNames>
  /** Of clients without a username. */
  readonly anonymous: RoleNames
}
