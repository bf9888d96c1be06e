/** Folders of the output. */

import { dirname } from 'node:path'
import { errorCode } from '../../diagnostics/failure.ts'
import { type FileSystem, makeFolder } from '../file-system.ts'

/** Everyone may enter: what is secret has its own mode, and hiding the rest would hide `ca.crt` from brokers. */
const folderMode = 0o755

/** Makes a folder and what is missing above it. */
export function makeFolders(fs: FileSystem, path: string): void {
  try {
    makeFolder(fs, path, folderMode)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    makeFolders(fs, dirname(path))
    makeFolder(fs, path, folderMode)
  }
}
