/** The version of this package. */

import { readFileSync } from 'node:fs'
import { packageFile } from '../state/package-files.ts'

const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }

export const VERSION = version
