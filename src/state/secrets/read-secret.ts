/** Fetches secrets from where the spec says they are. Never puts one into a message. */

import { resolve } from 'node:path'
import { failureReason } from '../../diagnostics/failure.ts'
import type { CodeDescription, Finding } from '../../diagnostics/rule.ts'
import {
  type EncryptedSecret,
  type GivenSecret,
  isEncrypted,
  type Secret,
  secretName,
} from '../../topology/secret.ts'
import { secretFileUnusable, secretMalformed, secretVariableMissing } from '../codes.ts'
import { type FileSystem, readUpTo } from '../file-system.ts'

export interface SecretSource {
  readonly fs: FileSystem
  readonly env: Readonly<Record<string, string | undefined>>
  /** Files are relative to it. */
  readonly specFolder: string
  /** What is encrypted, by its name: its text, or why there is none. */
  readonly opened: ReadonlyMap<string, string | SecretFault>
}

export interface SecretFault {
  readonly code: CodeDescription
  readonly finding: Finding
}

/** The text of a secret, whatever lines it has: a key in PEM. */
export function readSecretText(secret: GivenSecret, source: SecretSource): string | SecretFault {
  if (isEncrypted(secret)) return openedSecret(secret, source)
  return secret.from === 'env' ? readVariable(secret, source) : readSecretFile(secret, source)
}

/** A secret that is one line. */
export function readSecretLine(secret: GivenSecret, source: SecretSource): string | SecretFault {
  const text = readSecretText(secret, source)
  if (typeof text !== 'string') return text
  const line = secret.from === 'file' || secret.from === 'age' ? text.replace(/\r?\n$/, '') : text
  const problem = lineProblem(line)
  if (problem === undefined) return line
  const { what, hint } = problem
  return fault(secretMalformed, secret, `${secretName(secret)} ${what}`, hint ?? fillHint(secret, source))
}

interface LineProblem {
  readonly what: string
  /** Absent: put the secret there. */
  readonly hint?: string
}

function lineProblem(line: string): LineProblem | undefined {
  if (line === '') return { what: 'is empty' }
  if (/[\r\n]/.test(line)) return { what: 'has more than one line', hint: 'keep the secret on one line' }
  if (/[\0-\x1f\x7f]/.test(line)) return { what: 'holds a control character', hint: 'take it out' }
  if (/\p{Surrogate}|\ufffd/u.test(line)) return { what: 'is not text in UTF-8', hint: 'write it in UTF-8' }
  return line === line.trim() ? undefined : { what: 'has blanks around it', hint: 'take them away' }
}

function fillHint(secret: GivenSecret, { specFolder }: SecretSource): string {
  if (secret.from === 'env') return `set ${secret.name}`
  const file = resolve(specFolder, secret.file)
  return isEncrypted(secret)
    ? `encrypt the secret, and it alone, into ${file}`
    : `put the secret into ${file}`
}

/** What was opened before: only that is asynchronous. */
function openedSecret(secret: EncryptedSecret, { opened }: SecretSource): string | SecretFault {
  const found = opened.get(secretName(secret))
  if (found === undefined) throw new Error(`${secretName(secret)} was not opened`)
  return found
}

function readVariable(secret: Extract<Secret, { from: 'env' }>, source: SecretSource): string | SecretFault {
  const { env } = source
  const value = Object.hasOwn(env, secret.name) ? env[secret.name] : undefined
  if (value !== undefined && value !== '') return value
  const state = value === undefined ? 'not set' : 'empty'
  return fault(secretVariableMissing, secret, `${secretName(secret)} is ${state}`, fillHint(secret, source))
}

const largestSecretBytes = 1024 * 1024

function readSecretFile(
  secret: Extract<Secret, { from: 'file' }>,
  source: SecretSource,
): string | SecretFault {
  const { fs, specFolder } = source
  const path = resolve(specFolder, secret.file)
  try {
    const content = readUpTo(fs, path, largestSecretBytes)
    if (content === undefined)
      return fault(
        secretFileUnusable,
        secret,
        `${secretName(secret)} is far too large`,
        'name a file that holds the secret alone',
      )
    if (content.length === 0)
      return fault(secretMalformed, secret, `${secretName(secret)} is empty`, fillHint(secret, source))
    return new TextDecoder('utf-8').decode(content)
  } catch (error) {
    const reason = failureReason(error)
    if (reason === undefined) throw error
    return fault(
      secretFileUnusable,
      secret,
      `${secretName(secret)} cannot be read: ${reason}`,
      fillHint(secret, source),
    )
  }
}

export function fault(code: CodeDescription, { path }: Secret, message: string, hint: string): SecretFault {
  return { code, finding: { message, at: { path }, hint } }
}
