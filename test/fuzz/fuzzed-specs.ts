/** What the fuzzers break: the examples, and specs that use what the examples leave out. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const EXAMPLES = join(import.meta.dirname, '../../examples')
const OWN = join(import.meta.dirname, 'specs')

/** The files that these specs name, by path. */
export const FUZZED_FILES = {
  'fleets/presses.yaml': readFileSync(join(EXAMPLES, 'plant/fleets/presses.yaml'), 'utf8'),
  'fleets/presses.csv': readFileSync(join(EXAMPLES, 'plant/fleets/presses.csv'), 'utf8'),
  'fleets/dev.csv': readFileSync(join(EXAMPLES, 'plant/fleets/dev.csv'), 'utf8'),
  'pki/corp-ca.pem': readFileSync(join(EXAMPLES, 'plant/pki/corp-ca.pem'), 'utf8'),
  'devices/meters.csv': 'serial,site,model\n000001,lyon,em340\n000002,turin,em511\n',
}

export const FUZZED_SPECS: readonly string[] = [
  ...['quickstart', 'home', 'sites', 'fleet', 'plant'].map((name) => join(EXAMPLES, name, 'topology.yaml')),
  ...['listeners', 'bridges'].map((name) => join(OWN, `${name}.yaml`)),
].map((path) => readFileSync(path, 'utf8'))
