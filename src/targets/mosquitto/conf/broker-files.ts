/** Names of a broker's files, relative to its folder; the configuration and the artifacts agree through these. */

import type { Bridge } from '../../../topology/bridge.ts'
import type { Listener } from '../../../topology/broker.ts'

export const ACL_FILE = 'acl'
export const PASSWORD_FILE = 'passwd'
/** Has no entry: with it, a listener for clients without username refuses those that claim one. */
export const EMPTY_PASSWORD_FILE = 'passwd-none'
export const PSK_FILE = 'psk'
export const DYNAMIC_SECURITY_FILE = 'dynamic-security.json'
/** Configuration of bridges that holds secrets. */
export const BRIDGE_SECRETS_FOLDER = 'bridges.d'

/** Where listeners have files of their own, the first listener of a group names the group's. */
export function groupAclFile({ name }: Listener): string {
  return `${ACL_FILE}.${name}`
}

export function serverCertificateFiles(profile: string) {
  return { certificate: `tls/${profile}.crt`, key: `tls/${profile}.key` }
}

export function listenerTrustFiles({ name }: Listener) {
  return { authorities: `tls/${name}.clients-ca.pem`, crl: `tls/${name}.crl.pem` }
}

export function bridgeFiles({ name }: Bridge) {
  return {
    authority: `bridges/${name}.ca.pem`,
    certificate: `bridges/${name}.crt`,
    key: `bridges/${name}.key`,
    secrets: `${BRIDGE_SECRETS_FOLDER}/${name}.conf`,
  }
}
