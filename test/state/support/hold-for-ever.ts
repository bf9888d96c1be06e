/** Child process: takes the lock of the given folder and keeps it. */

import { nodeFileSystem as fs } from '../../../src/state/file-system.ts'
import { holdLock } from '../../../src/state/hold-lock.ts'

await holdLock(process.argv[2] ?? '', { fs, onWait: () => {} })
process.stdout.write('started\n')
setInterval(() => {}, 1000)
