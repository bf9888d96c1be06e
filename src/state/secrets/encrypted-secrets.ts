/** Opens the secrets of a topology that stand in encrypted files, before they are asked for. */

import { resolve } from 'node:path'
import { failureReason } from '../../diagnostics/failure.ts'
import { type EncryptedSecret, isEncrypted, type Secret, secretName } from '../../topology/secret.ts'
import type { Topology } from '../../topology/topology.ts'
import { type AgeProblem, decryptAge } from '../age/age-file.ts'
import { type FindIdentities, identityAdvice } from '../age/find-identities.ts'
import { encryptedSecretUnusable } from '../codes.ts'
import { readUpTo } from '../file-system.ts'
import { fault, type SecretFault, type SecretSource } from './read-secret.ts'
import { readSops, type SopsProblem, type SopsValues } from './sops-file.ts'

type Place = Pick<SecretSource, 'fs' | 'specFolder'>

/** By name. Identities are asked for only where there is something to open. */
export async function openEncryptedSecrets(
  topology: Topology,
  place: Place,
  findIdentities: FindIdentities,
): Promise<ReadonlyMap<string, string | SecretFault>> {
  const secrets = new Map<string, EncryptedSecret>()
  for (const secret of secretsOf(topology)) if (isEncrypted(secret)) secrets.set(secretName(secret), secret)
  const opened = new Map<string, string | SecretFault>()
  if (secrets.size === 0) return opened
  const open = opener(place, await findIdentities())
  for (const [name, secret] of secrets) opened.set(name, await open(secret))
  return opened
}

function* secretsOf({ users, bundles, authorities }: Topology): Iterable<Secret> {
  for (const { authentication } of users) if ('secret' in authentication) yield authentication.secret
  for (const { password } of bundles) if (password !== undefined) yield password
  for (const { key } of authorities) if (key !== undefined) yield key
}

function opener(place: Place, identities: readonly string[]) {
  const files = new Map<string, Promise<SopsValues | SopsProblem>>() // many secrets stand in one file
  return async (secret: EncryptedSecret): Promise<string | SecretFault> => {
    const content = readEncrypted(secret, place)
    if (!Buffer.isBuffer(content)) return content
    if (identities.length === 0)
      return unusable(secret, 'cannot be opened: no identity is given', identityAdvice)
    if (secret.from === 'age') return openAge(secret, content, identities)
    const reading = files.get(secret.file) ?? readSops(content.toString(), identities)
    files.set(secret.file, reading)
    const values = await reading
    const value = typeof values === 'function' ? values(secret.keys) : values
    return typeof value === 'string'
      ? value
      : unusable(secret, `cannot be opened: the file ${value.problem}`, value.hint)
  }
}

const largestFileBytes = 4 * 1024 * 1024

function readEncrypted(secret: EncryptedSecret, { fs, specFolder }: Place): Buffer | SecretFault {
  const path = resolve(specFolder, secret.file)
  try {
    const content = readUpTo(fs, path, largestFileBytes)
    return content ?? unusable(secret, 'is far too large', 'name a file that holds secrets alone')
  } catch (error) {
    const reason = failureReason(error)
    if (reason === undefined) throw error
    return unusable(secret, `cannot be read: ${reason}`, `encrypt the secret into ${path}`)
  }
}

async function openAge(
  secret: EncryptedSecret,
  content: Buffer,
  identities: readonly string[],
): Promise<string | SecretFault> {
  const plain = await decryptAge(content, { identities })
  return typeof plain === 'string' ? unusable(secret, ...ageProblems[plain]) : plain.toString()
}

const ageProblems: Readonly<Record<AgeProblem, readonly [message: string, hint: string]>> = {
  'not-age': ['is not encrypted with age', 'encrypt it with "age -r age1…", or name it as "file"'],
  damaged: ['is damaged or was cut off', 'bring it back from a backup, or encrypt the secret again'],
  key: [
    'is encrypted for other identities than those given',
    'give another, or encrypt the secret again for this one',
  ],
}

function unusable(secret: EncryptedSecret, problem: string, hint: string): SecretFault {
  return fault(encryptedSecretUnusable, secret, `${secretName(secret)} ${problem}`, hint)
}
