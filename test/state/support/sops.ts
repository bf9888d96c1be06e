/**
 * Writes files as SOPS does, after its documentation, for tests: Debian and npm have no SOPS that could be the
 * witness. Shares nothing with the reader but the format.
 */

import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { armor, Encrypter } from 'age-encryption'

export type SopsTree = {
  readonly [name: string]: SopsTree | readonly SopsTree[] | string | number | boolean | null
}
type Node = SopsTree[string]

export interface SopsOptions {
  readonly recipients: readonly string[]
  /** Keys that end with `_unencrypted` stay in clear; with this, the MAC leaves them out. */
  readonly macOnlyEncrypted?: boolean
}

const LAST_MODIFIED = '2027-01-15T11:00:00Z'

/** As JSON, indented with tabs as SOPS indents it; which is YAML too. */
export async function sopsFile(tree: SopsTree, options: SopsOptions): Promise<string> {
  const { recipients, macOnlyEncrypted = false } = options
  const key = randomBytes(32)
  const mac = createHash('sha512')
  if (macOnlyEncrypted) mac.update(createHash('sha256').update('sops').digest())
  const seal = (node: Node, path: readonly string[]): Node => {
    if (node === null) return null
    if (Array.isArray(node)) return node.map((item: Node) => seal(item, path)) as unknown as Node
    if (typeof node === 'object') {
      return Object.fromEntries(
        Object.entries(node).map(([name, item]) => [name, seal(item, [...path, name])]),
      )
    }
    const inClear = path.some((name) => name.endsWith('_unencrypted'))
    const text = node === true ? 'True' : node === false ? 'False' : String(node)
    if (!(inClear && macOnlyEncrypted)) mac.update(text)
    return inClear || text === '' ? node : sealed(text, typeOf(node), key, `${path.join(':')}:`)
  }
  const body = seal(tree, []) as SopsTree
  const digest = mac.digest('hex').toUpperCase()
  const sops = {
    age: await Promise.all(
      recipients.map(async (recipient) => ({ recipient, enc: await enveloped(key, recipient) })),
    ),
    lastmodified: LAST_MODIFIED,
    mac: sealed(digest, 'str', key, LAST_MODIFIED),
    unencrypted_suffix: '_unencrypted',
    ...(macOnlyEncrypted ? { mac_only_encrypted: true } : {}),
    version: '3.9.4',
  }
  return JSON.stringify({ ...body, sops }, null, '\t')
}

function typeOf(value: Node): string {
  return typeof value === 'number'
    ? Number.isInteger(value)
      ? 'int'
      : 'float'
    : typeof value === 'boolean'
      ? 'bool'
      : 'str'
}

function sealed(text: string, type: string, key: Buffer, additional: string): string {
  const iv = randomBytes(32)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(additional))
  const data = Buffer.concat([cipher.update(text), cipher.final()])
  const parts = [data, iv, cipher.getAuthTag()].map((part) => part.toString('base64'))
  return `ENC[AES256_GCM,data:${parts[0]},iv:${parts[1]},tag:${parts[2]},type:${type}]`
}

async function enveloped(key: Buffer, recipient: string): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return armor.encode(await encrypter.encrypt(key))
}
