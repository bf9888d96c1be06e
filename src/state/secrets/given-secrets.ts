/** Reads all secrets that a topology takes from outside, and judges them. Nothing is made or stored here. */

import { pkcs12PasswordProblem } from '../../pki/pkcs12/write-pkcs12.ts'
import type { Bundle } from '../../topology/bundle.ts'
import { type GivenSecret, type Secret, secretName } from '../../topology/secret.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { invalidPsk, unsuitablePassword, weakPassword } from '../codes.ts'
import type { FindingList } from '../finding-list.ts'
import { readSecretLine, type SecretFault, type SecretSource } from './read-secret.ts'

/** Secrets that are generated are in none of the maps; neither are those that were refused. */
export interface GivenSecrets {
  /** By username. */
  readonly passwords: ReadonlyMap<string, string>
  /** By username, in lower-case hexadecimal. */
  readonly psks: ReadonlyMap<string, string>
  /** By bundle. */
  readonly bundlePasswords: ReadonlyMap<string, string>
}

export function readGivenSecrets(
  topology: Topology,
  source: SecretSource,
  findings: FindingList,
): GivenSecrets {
  const read = reader(source, findings)
  return {
    passwords: ofUsers(topology.users, 'password', (secret) => passwordFrom(secret, read, findings)),
    psks: ofUsers(topology.users, 'psk', (secret) => pskFrom(secret, read, findings)),
    bundlePasswords: ofBundles(topology.bundles, (secret) => bundlePasswordFrom(secret, read, findings)),
  }
}

type Read = (secret: GivenSecret) => string | undefined

/** Reads each source once, however many users share it; a fault is reported wherever it is used. */
function reader(source: SecretSource, findings: FindingList): Read {
  const known = new Map<string, string | SecretFault>()
  return (secret) => {
    const key = secretName(secret)
    const line = known.get(key) ?? readSecretLine(secret, source)
    known.set(key, line)
    if (typeof line === 'string') return line
    findings.report(line.code, { ...line.finding, at: { path: secret.path } })
    return undefined
  }
}

function ofUsers(
  users: readonly User[],
  kind: 'password' | 'psk',
  from: (secret: GivenSecret) => string | undefined,
): Map<string, string> {
  const values = new Map<string, string>()
  for (const { name, authentication } of users) {
    if (authentication.kind !== kind || !isGiven(authentication.secret)) continue
    const value = from(authentication.secret)
    if (value !== undefined) values.set(name, value)
  }
  return values
}

function ofBundles(
  bundles: readonly Bundle[],
  from: (secret: GivenSecret) => string | undefined,
): Map<string, string> {
  const values = new Map<string, string>()
  for (const { name, password } of bundles) {
    if (password === undefined || !isGiven(password)) continue
    const value = from(password)
    if (value !== undefined) values.set(name, value)
  }
  return values
}

export function isGiven(secret: Secret): secret is GivenSecret {
  return secret.from !== 'generate'
}

const shortestPassword = 14

function passwordFrom(secret: GivenSecret, read: Read, { report }: FindingList): string | undefined {
  const password = read(secret)
  if (password === undefined || [...password].length >= shortestPassword) return password
  report(weakPassword, {
    message: `the password in ${secretName(secret)} has fewer than ${shortestPassword} characters`,
    at: { path: secret.path },
    hint: 'choose a longer one, or let mqttopia make it: { generate: {} }',
  })
  return undefined
}

/** Not more than 2,048 bits, which no program needs and some cannot store. */
const pskPattern = /^(?:[0-9a-f]{2}){16,256}$/i

function pskFrom(secret: GivenSecret, read: Read, { report }: FindingList): string | undefined {
  const psk = read(secret)
  if (psk === undefined || pskPattern.test(psk)) return psk?.toLowerCase()
  report(invalidPsk, {
    message: `${secretName(secret)} does not hold a pre-shared key in hexadecimal, of 32 digits or more`,
    at: { path: secret.path },
    hint: 'make one with "openssl rand -hex 32"',
  })
  return undefined
}

function bundlePasswordFrom(secret: GivenSecret, read: Read, findings: FindingList): string | undefined {
  const password = passwordFrom(secret, read, findings)
  const problem = password === undefined ? undefined : pkcs12PasswordProblem(password)
  if (problem === undefined) return password
  const message = `the password in ${secretName(secret)} does not suit a bundle: ${problem.message}`
  const hint = problem.hint === undefined ? {} : { hint: problem.hint }
  findings.report(unsuitablePassword, { message, at: { path: secret.path }, ...hint })
  return undefined
}
