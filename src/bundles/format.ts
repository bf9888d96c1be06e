/** What a bundle format is: what it can say, and the files it makes for one client and one broker. */

import type { Artifact } from '../files/artifact.ts'
import type { Materials } from '../pki/materials.ts'
import type { AuthKind, Listener } from '../topology/broker.ts'
import type { Bundle } from '../topology/bundle.ts'
import type { ClientView } from './client-view.ts'
import type { Transport } from './connection.ts'

export interface BundleFormatter {
  /** What the program that reads the bundle is called, as the subject of a sentence. */
  readonly reader: string
  readonly auth: readonly AuthKind[]
  readonly transports: readonly Transport[]
  /** True where nothing can be made without the private key, which a device with a signing request keeps. */
  readonly needsKey: boolean
  /** True when every owner's files are packed into one archive. */
  readonly archived: boolean
  /** True where the private key is put under the password of the bundle. */
  readonly encrypts?: true
  /** Paths are relative to the client's folder. */
  readonly files: (client: BundleClient) => Iterable<Artifact>
  /** Template of a text for people: once in a single client's folder, once for a whole fleet. */
  readonly readme?: string
}

/** All that a client's files follow from; whatever is added here belongs into `clientDigest` too. */
export interface BundleClient {
  readonly bundle: Bundle
  readonly view: ClientView
  /** That the listener takes; an empty list: all. */
  readonly protocolVersions: Listener['protocolVersions']
  /** Of the client itself; for formats that encrypt. */
  readonly password?: string
  readonly materials: Pick<Materials, 'certificate' | 'salt'>
  /** Renders one of mqttopia's own templates, by name. */
  readonly render: (template: string, view: object) => string
}

export const ALL_AUTH: readonly AuthKind[] = ['password', 'certificate', 'psk', 'anonymous']
export const NETWORK_TRANSPORTS: readonly Transport[] = ['tcp', 'tls', 'ws', 'wss']
export const ALL_TRANSPORTS: readonly Transport[] = [...NETWORK_TRANSPORTS, 'unix']

export function publicFile(path: string, content: Artifact['content']): Artifact {
  return { path, content, secret: false }
}

export function secretFile(path: string, content: Artifact['content']): Artifact {
  return { path, content, secret: true }
}
