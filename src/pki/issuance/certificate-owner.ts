/** Whose a certificate is, in the words of the command line and of people. */

import type { Topology } from '../../topology/topology.ts'
import { userCertificateId } from '../materials.ts'

export interface CertificateOwner {
  readonly kind: 'authority' | 'server' | 'client'
  /** As `pki renew` takes it: `authority:clients`, `broker:core/server`, `user:alice`, `bridge:line1-core`. */
  readonly selector: string
  /** Where it is used: `listeners mqtts, wss`, `fleet presses`; empty where the selector says all. */
  readonly usedBy: string
  /** Of a device. */
  readonly fleet?: string
}

/** By certificate id; of what the topology does not know, the id itself tells. */
export function certificateOwners({ brokers, users, bridges }: Topology): (id: string) => CertificateOwner {
  const usersById = new Map(users.map((user) => [userCertificateId(user.name), user]))
  const bridgesByUser = new Map(bridges.map(({ name, user }) => [user.name, name]))
  const brokersByName = new Map(brokers.map((broker) => [broker.name, broker]))
  return (id) => {
    const [area = '', name = '', ...rest] = id.split('/')
    if (area === 'authority') {
      const usedBy = rest[0] === undefined ? '' : `rotation: ${rest[0]}`
      return { kind: 'authority', selector: `authority:${name}`, usedBy }
    }
    if (area === 'broker') {
      const profile = rest.join('/')
      const listeners = brokersByName.get(name)?.listeners ?? []
      const own = listeners.filter(({ tls }) => tls?.kind === 'certificate' && tls.profile.name === profile)
      const usedBy = listed('listener', own)
      return { kind: 'server', selector: `broker:${name}/${profile}`, usedBy }
    }
    const user = usersById.get(id)
    const username = [name, ...rest].join('/')
    const bridge = bridgesByUser.get(username)
    if (user?.kind === 'bridge' && bridge !== undefined)
      return { kind: 'client', selector: `bridge:${bridge}`, usedBy: `user ${username}` }
    const fleet = user?.fleet === undefined ? {} : { fleet: user.fleet }
    const usedBy = user?.fleet === undefined ? '' : `fleet ${user.fleet}`
    return { kind: 'client', selector: `user:${username}`, usedBy, ...fleet }
  }
}

function listed(noun: string, things: readonly { readonly name: string }[]): string {
  if (things.length === 0) return ''
  return `${noun}${things.length === 1 ? '' : 's'} ${things.map(({ name }) => name).join(', ')}`
}
