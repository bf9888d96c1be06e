/** Reads one file as text, and words what can go wrong for a finding at the place that names it. */

import type { CodeDescription } from '../../diagnostics/rule.ts'
import { SourceText } from '../../diagnostics/source-text.ts'
import { fileTooLarge, missingFile, notUtf8, unreadableFile } from '../codes/file-codes.ts'
import type { SpecReader } from '../spec-reader.ts'
import { quoted } from '../tree/quoted.ts'

/** Largest sizes of what a spec reads, in bytes. */
export const MAX_BYTES = {
  spec: 4 * 2 ** 20,
  table: 64 * 2 ** 20,
  certificate: 2 ** 20,
  template: 2 ** 20,
} as const

export interface ReadProblem {
  readonly code: CodeDescription
  readonly message: string
  readonly hint: string
}

export async function readText(
  reader: SpecReader,
  path: string,
  what: keyof typeof MAX_BYTES,
): Promise<SourceText | ReadProblem> {
  try {
    return decode(await reader.readFile(path), path, what)
  } catch (error) {
    return failure(error, path)
  }
}

/** The text of bytes that are there already. */
export function decode(
  bytes: Uint8Array,
  path: string,
  what: keyof typeof MAX_BYTES,
): SourceText | ReadProblem {
  if (bytes.length > MAX_BYTES[what]) {
    const message = `${quoted(path)} has ${bytes.length} bytes, and a ${what} may have ${MAX_BYTES[what]}`
    return { code: fileTooLarge, message, hint: 'split it; lists of devices belong into tables' }
  }
  try {
    return new SourceText(path, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return { code: notUtf8, message: `${quoted(path)} is not UTF-8 text`, hint: 'save the file as UTF-8' }
  }
}

function failure(error: unknown, path: string): ReadProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return {
      code: missingFile,
      message: `there is no file ${quoted(path)}`,
      hint: 'check the path, which is relative to the file that names it',
    }
  }
  const reason = REASONS[code] ?? `the system says ${code === '' ? 'no' : code}`
  return {
    code: unreadableFile,
    message: `${quoted(path)} cannot be read: ${reason}`,
    hint: 'name a file that can be read',
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  ELOOP: 'too many symbolic links lead to it',
  ENAMETOOLONG: 'its name is too long',
}
