/** The version of this package, and what tells its builds apart. */

import { readFileSync } from 'node:fs'
import { packageFile, programFacts } from '../state/package-files.ts'

const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }

export const VERSION = version

/** Of what runs here: what another program has remembered is not believed. */
export function programIdentity(): string {
  return `${VERSION} ${programFacts()}`
}
