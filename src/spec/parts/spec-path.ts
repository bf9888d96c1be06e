/** Paths of files as specs write them: `/` between steps, relative to the file that names them. */

import { posix } from 'node:path'

/** The folder that a file stands in; `.` for a bare name. */
export function folderOf(path: string): string {
  return posix.dirname(path)
}

/** The path that `named` means in a file of `folder`; absolute paths stay. */
export function inFolder(folder: string, named: string): string {
  return posix.isAbsolute(named) ? named : posix.join(folder, named)
}

/** How a path is written relative to a folder. */
export function relativeTo(folder: string, path: string): string {
  return posix.isAbsolute(path) ? path : posix.relative(folder, path)
}
