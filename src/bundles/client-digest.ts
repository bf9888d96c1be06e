/**
 * A digest of all that the files of one client follow from, without making them: for a fleet of which one device
 * has changed. It covers what `clientView` and the formats read, and is keyed, since passwords go into it.
 */

import { authKindOf } from '../access/admission.ts'
import { digestText, packedDigest } from '../files/digest.ts'
import type { TemplateSource } from '../files/render-template.ts'
import { type Materials, userCertificateId } from '../pki/materials.ts'
import type { Bundle } from '../topology/bundle.ts'
import type { Grant, User } from '../topology/user.ts'
import { connectionView } from './client-view.ts'
import type { Connection } from './connection.ts'
import { bundleFormats } from './formats.ts'

export interface DigestFacts {
  /** Name of the topology. */
  readonly topology: string
  readonly templates: TemplateSource
  readonly materials: Materials
  readonly bundle: Bundle
}

export type ClientDigest = (user: User, connections: readonly Connection[], path: string) => string

const digestBytes = 16

/** 16 bytes as Latin-1. What clients share is looked at once. */
export function clientDigest({ topology, templates, materials, bundle }: DigestFacts): ClientDigest {
  const key = Buffer.from(materials.salt('client-digest', 32)).toString('hex')
  const common = digestText(JSON.stringify([topology, pathless(bundle), [...templates]]))
  const connectionText = remembered((connection: Connection) =>
    digestText(JSON.stringify(connectionFacts(connection, materials))),
  )
  const grantsText = remembered((grants: readonly Grant[]) =>
    digestText(JSON.stringify(grants.map(grantFacts))),
  )
  const derText = remembered(base64)
  const shared = digestOfLatest()
  return (user, connections, path) => {
    const { name, fleet, row, clientId, will, authentication, grants } = user
    const facts = [path, name, fleet, row, clientId, will && pathless(will), authKindOf(authentication)]
    const context = shared(`${key}${common}${connections.map(connectionText).join('')}${grantsText(grants)}`)
    const secret = secretText(user, bundle, materials, derText)
    return packedDigest(`${context}\0${JSON.stringify(facts)}\0${secret}`, digestBytes)
  }
}

/** The material that a client's files may hold. */
function secretText(
  { name, authentication }: User,
  { name: bundle, format }: Bundle,
  materials: Materials,
  derText: (der: Uint8Array) => string,
): string {
  switch (authentication.kind) {
    case 'password':
      return materials.password(name)
    case 'psk':
      return materials.psk(name)
    case 'certificate': {
      const password = bundleFormats[format].encrypts ? materials.bundlePassword(bundle, name) : ''
      return `${certificateText(userCertificateId(name), materials, derText)} ${password}`
    }
    case 'none':
      return ''
  }
}

function certificateText(id: string, materials: Materials, derText: (der: Uint8Array) => string): string {
  const mark = materials.certificateMark?.(id)
  if (mark !== undefined) return mark
  const { certificate, chain, privateKey } = materials.certificate(id)
  const key = privateKey === undefined ? '' : base64(privateKey)
  return `${base64(certificate)} ${key} ${chain.map(derText).join(' ')}`
}

function connectionFacts(connection: Connection, materials: Materials): unknown {
  const { maxQos, listener } = connection
  return [maxQos, listener.protocolVersions, connectionView(connection, materials)]
}

function grantFacts({ effect, action, filter, qos, retain }: Grant): unknown {
  return [effect, action, filter.levels, qos, retain]
}

/** Where something stands in the spec goes into no file, and moves with every row above it. */
function pathless(value: object): string {
  return JSON.stringify(value, (name, part: unknown) => (name === 'path' ? undefined : part))
}

/** The digest of a text, which is mostly the one before. */
function digestOfLatest(): (text: string) => string {
  let latest: { readonly text: string; readonly digest: string } | undefined
  return (text) => {
    if (latest?.text !== text) latest = { text, digest: digestText(text) }
    return latest.digest
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function remembered<K extends object>(make: (key: K) => string): (key: K) => string {
  const known = new WeakMap<K, string>()
  return (key) => {
    const found = known.get(key) ?? make(key)
    known.set(key, found)
    return found
  }
}
