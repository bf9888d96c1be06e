/** The passwords of protected files: from a file, the environment, or the terminal; never from the command line. */

import { resolve } from 'node:path'
import { Failure, orFail } from '../../../diagnostics/failure.ts'
import { nodeFileSystem, readUpTo } from '../../../state/file-system.ts'
import type { AskPassword } from '../../../state/life-cycle/read-credentials.ts'
import type { Host } from '../../host.ts'

export interface PasswordOptions {
  readonly passwordFile?: string
}

export const passwordVariable = 'MQTTOPIA_FILE_PASSWORD'

export const passwordFileOption = [
  '--password-file <file>',
  `holds the password of protected files (default: what ${passwordVariable} is, or what is typed)`,
] as const

/** One for all files, unless it is typed. */
export function filePassword(host: Host, options: PasswordOptions): AskPassword {
  let given: Promise<string | undefined> | undefined
  return async (file) => {
    given ??= givenPassword(host, options)
    return (await given) ?? host.askSecret?.(`Password of ${file}: `)
  }
}

const longestPassword = 64 * 1024

/** @throws Failure where the file cannot be read, or holds anything else. */
export async function givenPassword(
  { cwd, env }: Host,
  { passwordFile }: PasswordOptions,
): Promise<string | undefined> {
  const variable = env[passwordVariable] ?? ''
  if (passwordFile === undefined) return variable === '' ? undefined : variable
  const content = await orFail(`read ${passwordFile}`, () =>
    readUpTo(nodeFileSystem, resolve(cwd, passwordFile), longestPassword),
  )
  const line = content?.toString().replace(/\r?\n$/, '') ?? ''
  if (line !== '' && !/[\r\n]/.test(line)) return line
  throw new Failure(`${passwordFile} must hold the password and nothing else, on one line`)
}
