/** The pull request of docs/access.md, its commands run in order as they stand; only the folder is another. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundledCommandLine } from '../support/bundled.ts'
import { pageBlocks, pageFolder, ROOT, runScript } from '../support/page-run.ts'
import { describeWithPeers } from '../support/real-peer.ts'

const HEADING = 'A pull request that breaks isolation'

describeWithPeers(['git', 'bash'], 'docs/access.md', () => {
  const program = bundledCommandLine()

  test('the pull request says what went wrong, where, and the fix, as the page has it', () => {
    const folder = pageFolder('access', program.path)
    try {
      const script = pageBlocks('access.md', 'sh', HEADING)
        .join('\n')
        .replaceAll('/tmp/plant', join(folder, 'plant'))
      const { said, status } = runScript(script, folder, ROOT)
      expect({ status, said }).toMatchObject({ status: 0 })
      const lines = said.replace(/commit [0-9a-f]{12}/, 'commit 1f2e3d4c5b6a').split('\n')
      const shown = pageBlocks('access.md', 'console', HEADING).join('').trimEnd().split('\n')
      expect(shown.length).toBeGreaterThan(8)
      for (const line of shown) expect(lines).toContain(line)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 120_000)
})
