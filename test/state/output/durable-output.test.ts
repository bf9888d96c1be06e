import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type FileSystem, nodeFileSystem } from '../../../src/state/file-system.ts'
import { writeOutput } from '../../../src/state/output/write-output.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Notes which files hold bytes that the disk has not been asked to keep. */
function watchedFileSystem() {
  const loose = new Set<string>()
  const written = new Set<string>()
  const looseAtRename: string[] = []
  const names = new Map<number, string>()
  const fs = {
    ...nodeFileSystem,
    openSync(...args: Parameters<FileSystem['openSync']>) {
      const file = nodeFileSystem.openSync(...args)
      names.set(file, String(args[0]).split('/').at(-1) ?? '')
      return file
    },
    writeSync(file: number, ...rest: unknown[]) {
      const name = names.get(file) ?? ''
      written.add(name)
      loose.add(name)
      return (nodeFileSystem.writeSync as (...args: unknown[]) => number)(file, ...rest)
    },
    fsyncSync(file: number) {
      nodeFileSystem.fsyncSync(file)
      loose.delete(names.get(file) ?? '')
    },
    renameSync(...args: Parameters<FileSystem['renameSync']>) {
      looseAtRename.push(...loose)
      nodeFileSystem.renameSync(...args)
    },
  }
  return { fs: fs as unknown as FileSystem, looseAtRename, written }
}

test('the disk has every file of a new output before it takes its place', async () => {
  const { fs, looseAtRename, written } = watchedFileSystem()
  const artifacts = ['a', 'b'].map((path) => ({ path, content: `text of ${path}`, secret: false }))
  await writeOutput(artifacts, { folder: join(tempFolder(), 'build'), fs })
  expect([...written]).toEqual(expect.arrayContaining(['a', 'b', 'manifest.json']))
  expect(looseAtRename).toEqual([])
})
