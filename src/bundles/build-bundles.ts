/**
 * Makes the client bundles, one file after the other: nothing of a fleet is held but its paths.
 *
 * `clients/USER/BUNDLE/` holds the files of a single user, `fleets/FLEET/BUNDLE/DEVICE/` those of a device, where the
 * bundle's `layout` says what stands for DEVICE. Who connects to several brokers has a folder for each, below that.
 * A `zip` bundle, and every bundle of a fleet of more than 1,000 devices, is one archive `…/BUNDLE.zip` instead of
 * the folder: a hundred thousand small folders cost a minute and gigabytes.
 */

import { type Archive, type ArchiveParts, type Artifact, archiveOf } from '../files/artifact.ts'
import { collisionMarks, pathPart } from '../files/path-part.ts'
import { type TemplateSource, templateRenderer } from '../files/render-template.ts'
import type { Materials } from '../pki/materials.ts'
import type { Broker } from '../topology/broker.ts'
import type { Bundle } from '../topology/bundle.ts'
import type { Topology } from '../topology/topology.ts'
import type { User, UserSet } from '../topology/user.ts'
import { connectionFor } from './bundle-uses.ts'
import { clientDigest } from './client-digest.ts'
import { clientView } from './client-view.ts'
import type { Connection } from './connection.ts'
import { type BundleClient, type BundleFormatter, publicFile } from './format.ts'
import { bundleFormats } from './formats.ts'
import { fleetFolders } from './layout.ts'
import { readmeView } from './readme-view.ts'

/** A fleet with more devices gets archives. */
export const MAX_DEVICE_FOLDERS = 1000

const README = 'README.txt'

interface Workshop {
  readonly topology: string
  readonly materials: Materials
  readonly templates: TemplateSource
  readonly render: BundleClient['render']
  readonly sameDevices: UserSet
}

/**
 * The files of all bundles. The spec must have passed the bundle rules.
 *
 * @param sameDevices those whose files are what they were when the output was last written.
 * @throws Error for a secret from outside that a bundle cannot hold.
 */
export function* buildBundles(
  topology: Topology,
  materials: Materials,
  templates: TemplateSource,
  sameDevices: UserSet = new Set(),
): Generator<Artifact> {
  const workshop: Workshop = {
    ...{ topology: topology.name, materials, templates, sameDevices },
    render: templateRenderer(templates),
  }
  const singles = topology.users.filter(({ fleet, bundles }) => fleet === undefined && bundles.length > 0)
  const mark = collisionMarks(singles.map(({ name }) => pathPart(name)))
  for (const user of singles) {
    const folder = `clients/${pathPart(user.name)}${mark(pathPart(user.name), user.name)}`
    yield* bundlesOf(folder, user.bundles, 1, (bundle) => ({
      archive: 'zip',
      entries: singleFiles(workshop, user, bundle),
    }))
  }
  const markFleet = collisionMarks(topology.fleets.map(({ name }) => pathPart(name)))
  for (const { name, users } of topology.fleets) {
    const bundles = users[0]?.bundles ?? [] // every device of a fleet has the same
    const files = (bundle: Bundle) => archiveOf(() => fleetParts(workshop, users, bundle))
    const folder = `fleets/${pathPart(name)}${markFleet(pathPart(name), name)}`
    yield* bundlesOf(folder, bundles, users.length, files)
  }
}

/** Puts each bundle into its folder or archive below `folder`. */
function* bundlesOf(
  folder: string,
  bundles: readonly Bundle[],
  clientCount: number,
  filesOf: (bundle: Bundle) => Archive,
): Iterable<Artifact> {
  const ending = ({ format }: Bundle) =>
    bundleFormats[format].archived || clientCount > MAX_DEVICE_FOLDERS ? '.zip' : ''
  const step = (bundle: Bundle) => `${pathPart(bundle.name)}${ending(bundle)}`
  const mark = collisionMarks(bundles.map(step))
  for (const bundle of bundles) {
    const root = `${folder}/${pathPart(bundle.name)}${mark(step(bundle), bundle.name)}`
    const files = filesOf(bundle)
    if (ending(bundle) === '') yield* inFolder(root, files.entries)
    else yield { path: `${root}.zip`, content: files, secret: true }
  }
}

function* singleFiles(workshop: Workshop, user: User, bundle: Bundle): Iterable<Artifact> {
  const clients = clientsOf(workshop, user, bundle)
  const [first] = clients
  if (first !== undefined) yield* readme(first.client, first.folder)
  for (const { client, folder } of clients)
    yield* inFolder(folder, bundleFormats[bundle.format].files(client))
}

/** A text for people, which goes to the first device, and a part for each device. */
function fleetParts(workshop: Workshop, users: readonly User[], bundle: Bundle): ArchiveParts {
  const folders = deviceFolders(users, bundle)
  const texts = bundleFormats[bundle.format].readme === undefined || users.length === 0 ? [] : [README]
  const device = (part: number) => {
    const i = Math.max(0, part - texts.length)
    const user = users[i]
    if (user === undefined) throw new RangeError(`the archive has no part ${part}`)
    return { user, folder: folders[i] ?? '' }
  }
  const digestOf = clientDigest({ ...workshop, bundle })
  return {
    paths: [...texts, ...folders],
    digest(part) {
      const { user, folder } = device(part)
      return digestOf(user, connectionsOf(user, bundle), part < texts.length ? `${folder}/${README}` : folder)
    },
    isUnchanged(part) {
      return part >= texts.length && workshop.sameDevices.has(device(part).user)
    },
    entries(part) {
      const { user, folder } = device(part)
      const make = part < texts.length ? fleetReadme : deviceFiles
      return make(workshop, user, bundle, folder)
    },
  }
}

/** What each device of a fleet has for itself. */
function deviceFolders(users: readonly User[], bundle: Bundle): readonly string[] {
  const { paths, folded, areDistinct } = fleetFolders(users)(bundle)
  if (areDistinct && !folded.includes(README.toLowerCase())) return paths
  const mark = collisionMarks([README, ...paths])
  return users.map(({ name }, i) => {
    const path = paths[i] ?? ''
    return `${path}${mark(path, name)}`
  })
}

function* deviceFiles(workshop: Workshop, user: User, bundle: Bundle, device: string): Iterable<Artifact> {
  for (const { client, folder } of clientsOf(workshop, user, bundle))
    yield* inFolder(joined(device, folder), bundleFormats[bundle.format].files(client))
}

function* fleetReadme(workshop: Workshop, user: User, bundle: Bundle, device: string): Iterable<Artifact> {
  const [first] = clientsOf(workshop, user, bundle)
  if (first !== undefined) yield* readme(first.client, joined(device, first.folder))
}

/** A text for people; `folder`, from the text's own folder, is that of the client it takes as its example. */
function* readme({ bundle, view, render }: BundleClient, folder: string): Iterable<Artifact> {
  const { readme: template } = bundleFormats[bundle.format]
  if (template === undefined) return
  yield publicFile(README, render(template, readmeView(view, folder)))
}

/** One client for each broker of a user, and its folder: empty where there is one broker only. */
function clientsOf(
  { topology, materials, render }: Workshop,
  user: User,
  bundle: Bundle,
): readonly { readonly client: BundleClient; readonly folder: string }[] {
  const mark = collisionMarks([README, ...user.at.map(({ name }) => pathPart(name))])
  const { encrypts = false } = bundleFormats[bundle.format]
  const secret = encrypts ? { password: materials.bundlePassword(bundle.name, user.name) } : {}
  return connectionsOf(user, bundle).map((connection) => {
    const view = clientView({ topology, bundle: bundle.name, user, connection, materials })
    const { protocolVersions } = connection.listener
    const step = pathPart(connection.broker.name)
    return {
      client: { bundle, view, protocolVersions, materials, render, ...secret },
      folder: user.at.length === 1 ? '' : `${step}${mark(step, connection.broker.name)}`,
    }
  })
}

function connectionsOf(user: User, { format }: Bundle): readonly Connection[] {
  return user.at.map((broker) => needConnection(user, broker, bundleFormats[format]))
}

/** The rules of this folder and of `check/` see to it that there is one. */
function needConnection(user: User, broker: Broker, format: BundleFormatter): Connection {
  const connection = connectionFor({ user, format }, broker)
  if (connection === undefined) throw new Error(`no listener of "${broker.name}" admits "${user.name}"`)
  return connection
}

function* inFolder(folder: string, files: Iterable<Artifact>): Iterable<Artifact> {
  if (folder === '') yield* files
  else for (const file of files) yield { ...file, path: `${folder}/${file.path}` }
}

function joined(...steps: readonly string[]): string {
  return steps.filter((step) => step !== '').join('/')
}
