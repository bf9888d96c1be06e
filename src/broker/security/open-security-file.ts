/** Opens an ACL, password or PSK file as Mosquitto does (`mosquitto_fopen`): no symbolic links, a look at its mode. */

import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { failureReason } from '../../diagnostics/failure.ts'
import { type CodeDescription, diagnose } from '../../diagnostics/rule.ts'
import { SourceText } from '../../diagnostics/source-text.ts'
import { securityFileForeign, securityFileLink, securityFileReadable, securityFileUnopened } from './codes.ts'

export interface OpenedFile {
  /** `undefined` when it could not be read. */
  readonly source: SourceText | undefined
  readonly diagnostics: readonly Diagnostic[]
}

export interface OpenOptions {
  /** Nobody else should read it. */
  readonly isSecret: boolean
  readonly followsLinks: boolean
}

/** More than a million users; and less than the longest string. */
const MOST_BYTES = 256 * 1024 * 1024

export async function openSecurityFile(path: string, options: OpenOptions): Promise<OpenedFile> {
  const finding = (code: CodeDescription, message: string, hint?: string): Diagnostic => {
    const at = { span: { source: new SourceText(path, ''), start: 0, end: 0 } }
    return diagnose(code, { message, at, ...(hint !== undefined && { hint }) })
  }
  // Without O_NONBLOCK, opening a named pipe would wait for somebody to write.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (options.followsLinks ? 0 : constants.O_NOFOLLOW)
  let file: FileHandle | undefined
  try {
    file = await open(path, flags)
    const status = await file.stat()
    if (!status.isFile()) return unopened(finding(securityFileUnopened, `"${path}" is not a file`))
    if (status.size > MOST_BYTES) return unopened(finding(securityFileUnopened, `"${path}" is too large`))
    const source = new SourceText(path, await file.readFile('utf8'))
    const diagnostics: Diagnostic[] = []
    if (options.isSecret && (status.mode & constants.S_IROTH) !== 0)
      diagnostics.push(finding(securityFileReadable, `everybody may read "${path}"`, `run: chmod o= ${path}`))
    if ((status.mode & constants.S_IWOTH) !== 0)
      diagnostics.push(
        finding(securityFileForeign, `everybody may write to "${path}"`, `run: chmod o= ${path}`),
      )
    else if (![0, process.getuid?.() ?? 0].includes(status.uid))
      diagnostics.push(finding(securityFileForeign, `"${path}" belongs to another account`))
    return { source, diagnostics }
  } catch (error) {
    const reason = failureReason(error)
    if (reason === undefined) throw error
    return isLink(error)
      ? unopened(finding(securityFileLink, `"${path}" is a symbolic link`, 'name the file itself'))
      : unopened(finding(securityFileUnopened, `cannot read "${path}": ${reason}`))
  } finally {
    await file?.close()
  }
}

function unopened(diagnostic: Diagnostic): OpenedFile {
  return { source: undefined, diagnostics: [diagnostic] }
}

function isLink(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOOP'
}
