import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { build } from '../../src/build.ts'
import { compile } from '../../src/compile.ts'
import { renderHuman } from '../../src/diagnostics/render-human.ts'
import { type Artifact, isArchive } from '../../src/files/artifact.ts'
import { fileReader } from '../../src/state/file-reader.ts'
import { packageTexts } from '../../src/state/package-files.ts'
import { fixedMaterials } from '../support/fixed-materials.ts'
import { expectFolder } from '../support/golden.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')
const NOW = new Date('2026-12-01T00:00:00Z')

/** Beyond these, a client's files are listed by their digests and not kept one by one. */
const CLIENTS_KEPT = 40

const CASES = [
  { name: 'quickstart' },
  { name: 'home' },
  { name: 'sites' },
  { name: 'fleet' },
  { name: 'plant' },
  { name: 'plant', environment: 'prod' },
]

async function built(name: string, environment?: string): Promise<Map<string, string>> {
  const options = { now: NOW, folderName: name, ...(environment === undefined ? {} : { environment }) }
  const { topology, diagnostics, document } = await compile(
    `${name}/topology.yaml`,
    fileReader(EXAMPLES),
    options,
  )
  const files = new Map([['diagnostics.txt', renderHuman(diagnostics, document.locate, { color: false })]])
  if (topology === undefined) return files
  const artifacts = build({
    topology,
    materials: fixedMaterials(topology),
    templates: packageTexts('templates'),
  })
  const list = [...artifacts].flatMap((artifact) => listed(artifact))
  files.set('files.txt', list.map(({ line }) => `${line}\n`).join(''))
  const texts = list.filter(({ path, text }) => text !== undefined && isKept(path))
  const clients = texts.filter(({ path }) => !path.startsWith('brokers/'))
  const kept = clients.length > CLIENTS_KEPT ? texts.filter(({ path }) => path.startsWith('brokers/')) : texts
  for (const { path, text = '' } of kept) files.set(`files/${path}`, text)
  return files
}

interface Listed {
  readonly path: string
  readonly line: string
  readonly text?: string
}

/** The path with mode and digest; an archive is listed with its entries. */
function listed({ path, content, secret, executable = false }: Artifact): Listed[] {
  const mode = `${secret ? 'secret' : 'public'}${executable ? ' run' : ''}`
  if (isArchive(content)) {
    const inside = [...content.entries].flatMap((entry) => listed(entry)).map(({ line }) => line)
    return [{ path, line: `${mode} ${path} ${inside.length} entries ${digest(inside.join('\n'))}` }]
  }
  const line = `${mode} ${path} ${digest(content)}`
  return typeof content === 'string' ? [{ path, line, text: content }] : [{ path, line }]
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}

/** PEM files of made-up material say nothing. */
function isKept(path: string): boolean {
  return !/\.(crt|key|pem)$/.test(path)
}

test.each(CASES)('$name $environment', async ({ name, environment }) => {
  const folder = environment === undefined ? 'expected' : `expected-${environment}`
  expectFolder(await built(name, environment), join(EXAMPLES, name, folder))
})

test('compiling twice gives the same bytes', async () => {
  expect(await built('plant')).toEqual(await built('plant'))
})
