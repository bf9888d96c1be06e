/** Child process: writes generation after generation of an output into the given folder until it is killed. */

import { writeOutput } from '../../../src/state/output/write-output.ts'
import { generation } from './generation.ts'

const [folder = '', first = '0'] = process.argv.slice(2)
process.stdout.write('started\n')
for (let i = Number(first); i < Number(first) + 1000; i += 1) {
  await writeOutput(generation(i), { folder })
}
