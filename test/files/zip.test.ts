import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Artifact } from '../../src/files/artifact.ts'
import { zipChunks } from '../../src/files/zip.ts'

const text = (path: string, content: string, secret = false): Artifact => ({ path, content, secret })

function zip(entries: Iterable<Artifact>): Buffer {
  return Buffer.concat([...zipChunks(entries)])
}

test('the same entries give the same bytes, in every time zone', () => {
  const entries = [text('a', 'x'), text('b/c', 'y')]
  const zone = process.env.TZ
  const bytes = ['UTC', 'Pacific/Kiritimati', 'America/New_York'].map((TZ) => {
    process.env.TZ = TZ
    return zip(entries).toString('hex')
  })
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
  expect(new Set(bytes).size).toBe(1)
})

test('an empty archive is its end record alone', () => {
  expect(zip([]).toString('hex')).toBe(`504b0506${'00'.repeat(18)}`)
})

test('entries are pulled one at a time, as the bytes are', () => {
  let pulled = 0
  function* entries(): Iterable<Artifact> {
    for (; pulled < 100; pulled += 1) yield text(`f${pulled}`, 'x'.repeat(100_000))
  }
  const chunks = zipChunks(entries())[Symbol.iterator]()
  chunks.next()
  expect(pulled).toBeLessThan(10)
})

test('two entries of one path are a bug', () => {
  expect(() => zip([text('a', ''), text('A', '')])).toThrow(/collide/)
})

const unzip = ['/usr/bin/unzip', '/usr/local/bin/unzip', '/opt/homebrew/bin/unzip'].find(existsSync)
if (unzip === undefined) {
  if (process.env.CI === 'true') throw new Error('unzip is missing')
  console.warn('SKIPPED: unzip is missing')
}

describe.skipIf(unzip === undefined)('Info-ZIP unzip', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mqttopia-zip-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function extract(entries: Iterable<Artifact>): string {
    const to = mkdtempSync(join(folder, 'x-'))
    writeFileSync(join(to, 'a.zip'), zip(entries))
    execFileSync(unzip ?? '', ['-tqq', join(to, 'a.zip')])
    execFileSync(unzip ?? '', ['-qq', join(to, 'a.zip'), '-d', join(to, 'out')])
    return join(to, 'out')
  }

  test('restores names, contents and modes', () => {
    const out = extract([
      text('Größe/key.pem', 'secret', true),
      text('readme.txt', ''),
      { path: 'run.sh', content: Buffer.from([0, 255]), secret: false, executable: true },
      { path: 'inner.zip', content: { archive: 'zip', entries: [text('x', 'y')] }, secret: false },
    ])
    expect(readFileSync(join(out, 'Größe/key.pem'), 'utf8')).toBe('secret')
    expect(statSync(join(out, 'Größe/key.pem')).mode & 0o777).toBe(0o600)
    expect(statSync(join(out, 'readme.txt')).size).toBe(0)
    expect(statSync(join(out, 'run.sh')).mode & 0o111).not.toBe(0)
    expect([...readFileSync(join(out, 'run.sh'))]).toEqual([0, 255])
    expect(readFileSync(join(out, 'inner.zip'))).toEqual(zip([text('x', 'y')]))
  })

  test('reads back whatever was written', () => {
    const content = fc.uint8Array({ maxLength: 1000 })
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 8 }), (contents) => {
        const out = extract(contents.map((content, i) => ({ path: `d/${i}`, content, secret: false })))
        for (const [i, content] of contents.entries()) {
          expect(Buffer.compare(readFileSync(join(out, `d/${i}`)), content)).toBe(0)
        }
      }),
      { numRuns: 15 },
    )
  })

  test('70,000 entries: more than the old format counts', () => {
    const file = join(folder, 'many.zip')
    writeFileSync(file, zip(Array.from({ length: 70_000 }, (_, i) => text(`d${i % 100}/f${i}`, `${i}`))))
    execFileSync(unzip ?? '', ['-tqq', file])
    const listed = execFileSync(unzip ?? '', ['-Z', '-t', file], { encoding: 'utf8' })
    expect(listed).toMatch(/^70000 files/)
  })
})

test('an entry beyond 4 GiB has its offset in the Zip64 field (APPNOTE 4.5.3)', () => {
  const content = Buffer.alloc(1024 ** 3)
  const names = ['0', '1', '2', '3', 'far']
  const entries = names.map((path) => ({ path, content, secret: false }))
  let [length, tail] = [0, Buffer.alloc(0)]
  for (const chunk of zipChunks(entries)) {
    length += chunk.length
    tail = Buffer.concat([tail, chunk.subarray(-400)]).subarray(-400)
  }
  const header = tail.indexOf('far') - 46
  const offset = 4 * (30 + 1 + 1024 ** 3)
  expect(tail.readUInt32LE(header + 42)).toBe(0xffff_ffff)
  expect(tail.subarray(header + 49, header + 53).toString('hex')).toBe('01000800')
  expect(tail.readBigUInt64LE(header + 53)).toBe(BigInt(offset))
  const locator = tail.indexOf(Buffer.from('504b0607', 'hex'))
  const end = length - (tail.length - locator) - 56
  expect(tail.readBigUInt64LE(locator + 8)).toBe(BigInt(end))
})
