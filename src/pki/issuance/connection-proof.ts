/**
 * Who still verifies whom while certificates and trust anchors change: each side may have its old files or its new
 * ones, for nobody installs everything at one moment. Paths are looked for as TLS libraries do, by name and key
 * identifier, up to a self-signed certificate that is trusted; the mathematics of signatures is taken for granted.
 */

/** What a path needs to know of a certificate. */
export interface Link {
  readonly subject: string
  readonly issuer: string
  readonly keyId: string
  /** Absent in a self-signed certificate. */
  readonly issuerKeyId?: string | undefined
}

/** The files of one side of a connection. */
export interface Install {
  /** Its own certificate first; empty where it shows none. */
  readonly presents: readonly Link[]
  readonly trusts: readonly Link[]
  /** Keys whose revocation lists it has; absent where it looks at none. */
  readonly lists?: ReadonlySet<string>
}

/** One client at one listener, before and after. */
export interface Connection {
  readonly name: string
  readonly before: Sides
  readonly after: Sides
}

export interface Sides {
  readonly broker: Install
  readonly client: Install
}

export interface LockOut {
  readonly name: string
  /** Which files the broker and the client have then. */
  readonly broker: 'old' | 'new'
  readonly client: 'old' | 'new'
  /** Who refuses the other. */
  readonly refusedBy: 'broker' | 'client'
}

/** Every connection that holds before, and does not hold in some mixture of old and new files. */
export function lockOuts(connections: Iterable<Connection>): LockOut[] {
  const found: LockOut[] = []
  for (const { name, before, after } of connections) {
    if (refusal(before.broker, before.client) !== undefined) continue
    for (const [broker, client] of mixtures) {
      const sides = { old: before, new: after }
      const refusedBy = refusal(sides[broker].broker, sides[client].client)
      if (refusedBy !== undefined) found.push({ name, broker, client, refusedBy })
    }
  }
  return found
}

const mixtures = [
  ['old', 'new'],
  ['new', 'old'],
  ['new', 'new'],
] as const

function refusal(broker: Install, client: Install): LockOut['refusedBy'] | undefined {
  const [server] = broker.presents
  if (server !== undefined && !leadsToTrust(server, [...broker.presents, ...client.trusts], client.trusts))
    return 'client'
  const [own] = client.presents
  return own === undefined || admitted(own, broker) ? undefined : 'broker'
}

/** A client may send its own certificate without those above it, so a broker must know the way from there itself. */
function admitted(own: Link, { trusts, lists }: Install): boolean {
  if (lists !== undefined && !lists.has(own.issuerKeyId ?? own.keyId)) return false
  return leadsToTrust(own, trusts, trusts)
}

function leadsToTrust(from: Link, known: readonly Link[], trusts: readonly Link[], depth = 0): boolean {
  if (depth > known.length) return false
  return known.some((issuer) => {
    if (issuer.subject !== from.issuer || issuer.keyId !== from.issuerKeyId) return false
    if (issuer.issuerKeyId === undefined) return trusts.includes(issuer)
    return leadsToTrust(issuer, known, trusts, depth + 1)
  })
}
