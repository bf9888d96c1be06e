/** Files that come with the package: templates, schema, starter specs. */

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TemplateSource } from '../files/render-template.ts'
import { fileIdentity } from './file-identity.ts'
import { nodeFileSystem } from './file-system.ts'
import { factsDigest, folderFacts } from './folder-facts.ts'

/** Absolute path of a file in the package; this module is two folders below its root, as source and as built. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

/** The texts below a folder of the package, by path relative to it. */
export function packageTexts(folder: string): TemplateSource {
  const root = packageFile(folder)
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = entries.map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.length + 1))
  return new Map(
    paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(`${root}/${path}`, 'utf8')]),
  )
}

/** Where all modules of the program are: those of a bundle are in one folder, this one among them. */
const PROGRAM = new URL(/\/state\/[^/]+$/.test(import.meta.url) ? '../' : './', import.meta.url)

let facts: string | undefined

/**
 * What the program itself is known by, as it was when that was first asked: a new build of it counts as another program, and
 * so does the same with other packages, as far as npm notes down what it installs.
 */
export function programFacts(): string {
  facts ??= factsNow()
  return facts
}

function factsNow(): string {
  const folders = [fileURLToPath(PROGRAM), packageFile('templates')]
  const digests = folders.map((folder) => factsDigest(folderFacts(nodeFileSystem, folder)))
  return [process.version, ...digests, ...INSTALLED.map(identityAt)].join(' ')
}

/** What npm writes beside packages that it installs: those of a checkout, and those that this one stands among. */
const INSTALLED = ['node_modules/.package-lock.json', '../.package-lock.json']

function identityAt(path: string): string {
  const stat = nodeFileSystem.lstatSync(packageFile(path), { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? '' : fileIdentity(stat)
}
