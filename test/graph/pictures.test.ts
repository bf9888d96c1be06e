/** The pictures in the documentation are what the program draws; `UPDATE_GOLDEN=1` draws them anew. */

import { join } from 'node:path'
import { test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { makeGraph } from '../../src/graph/make-graph.ts'
import { askedFlow } from '../../src/graph/shown-flow.ts'
import { renderSvg } from '../../src/graph/svg/render-svg.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { packageFile } from '../../src/state/package-files.ts'
import { parseFilter } from '../../src/topic/filter.ts'
import { expectFolder } from '../support/golden.ts'

test('the pictures of the documentation are those of the examples', async () => {
  const options = { now: new Date('2026-12-01T00:00:00Z'), folderName: 'plant' }
  const { topology } = await compile(
    'topology.yaml',
    fileReader(join(packageFile('examples'), 'plant')),
    options,
  )
  if (topology === undefined) throw new Error('examples/plant has errors')
  const flow = askedFlow(topology, { topics: parseFilter('press/0001/telemetry') })
  const pictures = new Map([
    ['plant.svg', await renderSvg(makeGraph(topology))],
    ['plant-telemetry.svg', await renderSvg(makeGraph(topology, { flow }))],
  ])
  expectFolder(pictures, packageFile('docs/pictures'))
})
