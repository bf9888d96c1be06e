import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Artifact } from '../../src/files/artifact.ts'
import { compareEntries } from '../../src/files/compare-entries.ts'
import { describeArtifacts, digestArtifacts, digestEntries } from '../../src/files/digest.ts'
import { type ManifestEntry, manifestArtifact, parseManifest } from '../../src/files/manifest.ts'

const artifacts: readonly Artifact[] = [
  { path: 'b/key.pem', content: 'key', secret: true },
  { path: 'a.conf', content: Buffer.from('abc'), secret: false },
  { path: 'run.sh', content: '', secret: false, executable: true },
]

test('describes artifacts by path, digest, size and mode, in order of path', () => {
  expect(describeArtifacts(artifacts)).toEqual([
    {
      path: 'a.conf',
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', // FIPS 180-2 B.1
      bytes: 3,
      mode: '0644',
      secret: false,
    },
    expect.objectContaining({ path: 'b/key.pem', mode: '0600', secret: true }),
    expect.objectContaining({ path: 'run.sh', mode: '0755', bytes: 0 }),
  ])
})

describe('a manifest', () => {
  test('reads back as it was written', () => {
    const entry = fc.record({
      path: fc.string({ unit: 'grapheme' }),
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
      bytes: fc.nat(),
      mode: fc.constantFrom('0644', '0600'),
      secret: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ path }) => path }), (entries) => {
        const read = parseManifest(String(manifestArtifact(entries).content))
        expect(read).toEqual(entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)))
      }),
    )
  })

  test('is secret: digests of secret files are for nobody else', () => {
    expect(manifestArtifact([]).secret).toBe(true)
  })

  test.each([
    ['no JSON', '{'],
    ['another program’s', '{"name": "app", "version": 1, "files": []}'],
    ['a later version', '{"mqttopia": "output", "version": 2, "files": []}'],
    ['an entry without a digest', '{"mqttopia": "output", "version": 1, "files": [{"path": "a"}]}'],
    ['null', 'null'],
  ])('is not %s', (_, text) => {
    expect(parseManifest(text)).toBeUndefined()
  })
})

describe('digestArtifacts', () => {
  test('does not depend on the order', () => {
    expect(digestArtifacts(artifacts.toReversed())).toBe(digestArtifacts(artifacts))
  })

  test.each<[string, Partial<Artifact>]>([
    ['a path', { path: 'c.conf' }],
    ['a content', { content: 'abd' }],
    ['a mode', { executable: true }],
    ['secrecy', { secret: true }],
  ])('depends on %s', (_, change) => {
    const [first, second, third] = artifacts
    if (first === undefined || second === undefined || third === undefined) throw new Error('three artifacts')
    expect(digestArtifacts([first, { ...second, ...change }, third])).not.toBe(digestArtifacts(artifacts))
  })

  test('equals the digest of the manifest', () => {
    expect(digestEntries(describeArtifacts(artifacts))).toBe(digestArtifacts(artifacts))
  })
})

test('comparing says what is added, changed and removed', () => {
  const entry = (path: string, sha256: string, mode = '0644'): ManifestEntry => ({
    path,
    sha256,
    bytes: 0,
    mode,
    secret: false,
  })
  const before = [entry('same', '1'), entry('edited', '1'), entry('gone', '1'), entry('mode', '1')]
  const after = [entry('new', '1'), entry('edited', '2'), entry('mode', '1', '0755'), entry('same', '1')]
  expect(compareEntries(before, after)).toEqual({
    added: ['new'],
    changed: ['edited', 'mode'],
    removed: ['gone'],
  })
  expect(compareEntries(after, after)).toEqual({ added: [], changed: [], removed: [] })
})
