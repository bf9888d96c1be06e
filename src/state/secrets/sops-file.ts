/**
 * Reads a YAML or JSON file that SOPS encrypted for age, after its documented format: each value is
 * `ENC[AES256_GCM,…]` with the keys above it as additional data, and one MAC goes over all values in their order.
 * Limits: one document, one group of keys, and no YAML 1.1 numbers or dates among values in clear.
 */

import { createDecipheriv, createHash, hash, timingSafeEqual } from 'node:crypto'
import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { decryptAge } from '../age/age-file.ts'

/** What is wrong, as the end of a sentence about the file. */
export interface SopsProblem {
  readonly problem: string
  readonly hint: string
}

/** A value by the keys that lead to it; the place in a list is a key too. */
export type SopsValues = (keys: readonly string[]) => string | SopsProblem

const editHint = 'open it with "sops edit" and save it again'

export async function readSops(
  text: string,
  identities: readonly string[],
): Promise<SopsValues | SopsProblem> {
  const document = parseDocument(text, { intAsBigInt: true })
  if (document.errors.length > 0) return { problem: 'is neither YAML nor JSON', hint: editHint }
  const metadata = metadataOf(document.toJS({ maxAliasCount: 0 }))
  if (metadata === undefined) {
    return { problem: 'has no metadata of SOPS', hint: 'encrypt it with "sops encrypt --age age1…"' }
  }
  const key = await dataKey(metadata, identities)
  if (!Buffer.isBuffer(key)) return key
  const leaves = [...leavesOf(document.contents, { keys: [], named: [] }, key)]
  if (leaves.some(({ value }) => value === undefined) || !macFits(leaves, metadata, key)) {
    return { problem: 'was changed after it was encrypted, or is damaged', hint: editHint }
  }
  const values = new Map(leaves.map((leaf) => [JSON.stringify(leaf.keys), leaf]))
  return (keys) => {
    const leaf = values.get(JSON.stringify(keys))
    if (leaf === undefined) return { problem: 'has no such value', hint: 'name the keys that lead to it' }
    if (leaf.value !== undefined && leaf.isEncrypted) return leaf.value
    return { problem: 'has this value in clear', hint: 'let SOPS encrypt it too' }
  }
}

interface Metadata {
  readonly age: readonly string[]
  readonly mac: string
  readonly lastModified: string
  readonly encryptedOnly: boolean
  readonly isShared: boolean
}

function metadataOf(file: unknown): Metadata | undefined {
  const sops = member(file, 'sops')
  const [mac, lastModified] = [member(sops, 'mac'), member(sops, 'lastmodified')]
  if (typeof mac !== 'string' || lastModified === undefined) return undefined
  const age = member(sops, 'age')
  const keys = Array.isArray(age) ? age.map((entry) => member(entry, 'enc')) : []
  return {
    age: keys.filter((enc) => typeof enc === 'string'),
    mac,
    lastModified: String(lastModified),
    encryptedOnly: String(member(sops, 'mac_only_encrypted')) === 'true',
    isShared: member(sops, 'key_groups') !== undefined,
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

async function dataKey(
  { age, isShared }: Metadata,
  identities: readonly string[],
): Promise<Buffer | SopsProblem> {
  if (isShared) return { problem: 'has its key divided among groups', hint: 'encrypt it for one group' }
  if (age.length === 0) {
    return {
      problem: 'is not encrypted for age',
      hint: 'add an age recipient to it with "sops rotate --add-age"',
    }
  }
  const tried = await Promise.all(age.map((enc) => decryptAge(Buffer.from(enc), { identities })))
  const key = tried.find((result) => Buffer.isBuffer(result))
  if (key !== undefined && key.length === 32) return key
  return key === undefined && tried.includes('key')
    ? { problem: 'is encrypted for other identities than those given', hint: 'give one of its recipients' }
    : { problem: 'is damaged', hint: editHint }
}

interface Leaf {
  readonly keys: readonly string[]
  /** Absent: it could not be decrypted. */
  readonly value: string | undefined
  readonly isEncrypted: boolean
}

interface Trail {
  readonly keys: readonly string[]
  /** Less the places in lists, which SOPS leaves out. */
  readonly named: readonly string[]
}

/** All values but those of the metadata, in the order of the text; comments and null are none. */
function* leavesOf(node: unknown, trail: Trail, key: Buffer): Iterable<Leaf> {
  if (isScalar(node) && node.value !== null) yield leafOf(node.value, trail, key)
  for (const [name, child] of childrenOf(node)) {
    const isMetadata = trail.keys.length === 0 && name === 'sops'
    const named = isSeq(node) ? trail.named : [...trail.named, name]
    if (!isMetadata) yield* leavesOf(child, { keys: [...trail.keys, name], named }, key)
  }
}

function* childrenOf(node: unknown): Iterable<readonly [name: string, child: unknown]> {
  if (isMap(node)) {
    for (const { key, value } of node.items) yield [String(isScalar(key) ? key.value : key), value]
  } else if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) yield [String(i), item]
  }
}

function leafOf(value: unknown, { keys, named }: Trail, key: Buffer): Leaf {
  const sealed = typeof value === 'string' ? sealedValue(value) : undefined
  return sealed === undefined
    ? { keys, value: plainText(value), isEncrypted: false }
    : { keys, value: unsealed(sealed, key, `${named.join(':')}:`), isEncrypted: true }
}

interface SealedValue {
  readonly data: Buffer
  readonly iv: Buffer
  readonly tag: Buffer
}

const sealedPattern = /^ENC\[AES256_GCM,data:([^,]*),iv:([^,]+),tag:([^,]+),type:[a-z]+\]$/

function sealedValue(text: string): SealedValue | undefined {
  const [data, iv, tag] = (sealedPattern.exec(text)?.slice(1) ?? []).map((part) =>
    Buffer.from(part, 'base64'),
  )
  return data === undefined || iv === undefined || tag === undefined ? undefined : { data, iv, tag }
}

function unsealed({ data, iv, tag }: SealedValue, key: Buffer, additional: string): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 })
    decipher.setAAD(Buffer.from(additional)).setAuthTag(tag)
    return Buffer.concat([decipher.update(data), decipher.final()]).toString()
  } catch {
    return undefined
  }
}

/** As SOPS prints values before it hashes them. */
function plainText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'number' ? decimal(value) : String(value)
}

/** The shortest text that reads back the same, without an exponent. */
function decimal(value: number): string {
  const [digits = '', exponent] = String(value).split('e')
  if (exponent === undefined) return digits
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.')
  const point = whole.length + Number(exponent)
  const all = whole + fraction
  const shifted = point <= 0 ? `0.${'0'.repeat(-point)}${all}` : all.padEnd(point, '0')
  return value < 0 ? `-${shifted}` : shifted
}

function macFits(leaves: readonly Leaf[], metadata: Metadata, key: Buffer): boolean {
  const { mac, lastModified, encryptedOnly } = metadata
  const sealed = sealedValue(mac)
  const expected = sealed === undefined ? undefined : unsealed(sealed, key, lastModified)
  if (expected === undefined) return false
  const digest = createHash('sha512')
  if (encryptedOnly) digest.update(hash('sha256', 'sops', 'buffer')) // so that it never equals the MAC of all values
  for (const { value = '', isEncrypted } of leaves) if (isEncrypted || !encryptedOnly) digest.update(value)
  const made = Buffer.from(digest.digest('hex').toUpperCase())
  return made.length === expected.length && timingSafeEqual(made, Buffer.from(expected))
}
