/** Folders beside a folder: copies of it, under names that are free. */

import { chown, copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../../diagnostics/failure.ts'

const OWNER_ONLY = 0o700

/** Makes a folder for its owner alone, named `path`, with a number where that is taken; returns its path. */
export async function makeFreeFolder(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const next = number === 1 ? path : `${path}-${number}`
    try {
      await mkdir(next, { mode: OWNER_ONLY })
      return next
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
  }
}

/** Copies the files of a folder, not the folders in it, into a new one; when it fails, there is none. */
export async function copyFolder(folder: string, to: string): Promise<string> {
  const copy = await makeFreeFolder(to)
  try {
    for (const entry of await readdir(folder, { withFileTypes: true }))
      if (entry.isFile()) await copyFile(join(folder, entry.name), join(copy, entry.name))
    return copy
  } catch (error) {
    await rm(copy, { recursive: true, force: true })
    throw error
  }
}

/** Gives a folder and its files to whom another folder belongs: root may have made it for a broker that is not root. */
export async function giveOwnerOf(other: string, folder: string): Promise<void> {
  const { uid, gid } = await stat(other)
  await chown(folder, uid, gid)
  for (const name of await readdir(folder)) await chown(join(folder, name), uid, gid)
}
