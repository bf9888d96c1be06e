/** Reads one file as text, and words what can go wrong for a finding at the place that names it. */

import type { Place, RelatedPlace } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'
import { SourceText } from '../../diagnostics/source-text.ts'
import { fileTooLarge, missingFile, notUtf8, unreadableFile } from '../codes/file-codes.ts'
import type { SpecReader } from '../spec-reader.ts'
import type { Report } from '../tree/finding.ts'

/** Largest sizes of what a spec reads, in bytes. */
export const MAX_BYTES = {
  spec: 4 * 2 ** 20,
  table: 64 * 2 ** 20,
  certificate: 2 ** 20,
  template: 2 ** 20,
} as const

export type FileKind = keyof typeof MAX_BYTES

export interface ReadProblem {
  readonly code: CodeDescription
  readonly message: string
  readonly hint: string
  /** The place inside the file, where there is one. */
  readonly related?: readonly RelatedPlace[]
}

export async function readText(
  reader: SpecReader,
  path: string,
  kind: FileKind,
): Promise<SourceText | ReadProblem> {
  try {
    return decode(await reader.readFile(path), path, kind)
  } catch (error) {
    return readProblem(error, path)
  }
}

/** The text of bytes that are there already; a byte order mark is no part of it. */
export function decode(bytes: Uint8Array, path: string, kind: FileKind): SourceText | ReadProblem {
  if (bytes.length > MAX_BYTES[kind]) {
    const message = `${quoted(path)} has ${bytes.length} bytes, and a ${kind} may have ${MAX_BYTES[kind]}`
    return { code: fileTooLarge, message, hint: 'split it; lists of devices belong into tables' }
  }
  try {
    return new SourceText(path, new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return encodingProblem(bytes, path, kind)
  }
}

function encodingProblem(bytes: Uint8Array, path: string, kind: FileKind): ReadProblem {
  const isUtf16 = [0xfffe, 0xfeff].includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0))
  const isDer = kind === 'certificate' && bytes[0] === 0x30
  const source = new SourceText(path, new TextDecoder('utf-8').decode(bytes))
  source.hide(0, source.text.length) // it may be anything, a key for example
  const start = Math.max(0, source.text.indexOf('\ufffd'))
  return {
    code: notUtf8,
    message: `${quoted(path)} is not UTF-8 text${isUtf16 ? ' but UTF-16' : isDer ? ' but binary DER' : ''}`,
    hint: isDer ? 'convert it: openssl x509 -inform der -in FILE -out FILE.pem' : 'save the file as UTF-8',
    related: [
      { at: { span: { source, start, end: start + 1 } }, message: 'the first byte that is no UTF-8' },
    ],
  }
}

/** What a rejection of the reader means for the spec. */
export function readProblem(error: unknown, path: string): ReadProblem {
  const code = systemCode(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return {
      code: missingFile,
      message: `there is no file ${quoted(path)}`,
      hint: 'check the path, which is relative to the file that names it',
    }
  }
  return {
    code: unreadableFile,
    message: `${quoted(path)} cannot be read: ${reasonOf(error)}`,
    hint: 'name a file that can be read',
  }
}

/** Why the reader rejects, in a few words. */
export function reasonOf(error: unknown): string {
  const code = systemCode(error)
  return REASONS[code] ?? (code === '' ? 'the system does not say why' : `the system says ${code}`)
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Reports a problem at the place that names the file. */
export function reportProblem(
  { code, message, hint, related }: ReadProblem,
  at: Place,
  report: Report,
): void {
  report(code, { message, at, hint, ...(related && { related }) })
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  ELOOP: 'too many symbolic links lead to it',
  ENAMETOOLONG: 'its name is too long',
  ERR_INVALID_ARG_VALUE: 'its name holds a character that names of files cannot have',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
}
