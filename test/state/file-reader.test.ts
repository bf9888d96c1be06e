import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileReader } from '../../src/state/file-reader.ts'
import { tempFolder } from './support/temp-folder.ts'

test('a device is refused, since it may never end', async () => {
  await expect(fileReader('/dev').readFile('zero')).rejects.toMatchObject({ code: 'ENODEV' })
})

test('a file and a pipe are read to their end', async () => {
  const folder = tempFolder()
  const pipe = join(folder, 'pipe')
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
  writeFileSync(join(folder, 'file'), 'text')
  const reader = fileReader(folder)
  expect(String(await reader.readFile('file'))).toBe('text')
  const [read] = await Promise.all([reader.readFile('pipe'), reader.readFile('file').then(() => feed(pipe))])
  expect(String(read)).toBe('text')
})

function feed(pipe: string): void {
  spawnSync('sh', ['-c', 'printf text > "$1"', 'sh', pipe])
}
