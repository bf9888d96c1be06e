/**
 * One file in age's format (age-encryption.org/v1), binary or armored. The library is loaded when the first such
 * file is met: most runs see none.
 */

/** Why a file cannot be read. `key`: it is for other identities than those given. */
export type AgeProblem = 'not-age' | 'key' | 'damaged'

const intro = 'age-encryption.org/v1\n'
const armorIntro = '-----BEGIN AGE ENCRYPTED FILE-----'
const scryptStanza = '-> scrypt '

function load() {
  return import('age-encryption')
}

/** Binary, since git shrinks and never merges it. The same content gives other bytes at every call. */
export async function encryptAge(content: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  const { Encrypter } = await load()
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return encrypter.encrypt(content)
}

/** As `age -p` does. Takes a second or two, on purpose. */
export async function encryptWithPassphrase(content: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const { Encrypter, armor } = await load()
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  return Buffer.from(armor.encode(await encrypter.encrypt(content)))
}

export type AgeKeys =
  | { readonly identities: readonly string[] }
  /** For files that were encrypted with a passphrase. */
  | { readonly passphrase: string }

/** @throws TypeError for identities that are malformed; check them with {@link identityProblem}. */
export async function decryptAge(file: Buffer, keys: AgeKeys): Promise<Buffer | AgeProblem> {
  const { Decrypter } = await load()
  const decrypter = new Decrypter()
  if ('passphrase' in keys) decrypter.addPassphrase(keys.passphrase)
  else for (const identity of keys.identities) decrypter.addIdentity(identity)
  const binary = await withoutArmor(file)
  if (typeof binary === 'string') return binary
  try {
    return Buffer.from(await decrypter.decrypt(binary))
  } catch (error) {
    return error instanceof Error && error.message.startsWith('no identity matched') ? 'key' : 'damaged'
  }
}

async function withoutArmor(file: Buffer): Promise<Uint8Array | AgeProblem> {
  if (file.toString('latin1', 0, intro.length) === intro) return file
  const text = file.toString('latin1')
  if (!text.trimStart().startsWith(armorIntro)) return 'not-age'
  const { armor } = await load()
  try {
    return armor.decode(text)
  } catch {
    return 'damaged'
  }
}

/** Whether a passphrase opens the file, and no identity does. */
export async function needsPassphrase(file: Buffer): Promise<boolean> {
  const binary = await withoutArmor(file)
  if (typeof binary === 'string') return false
  const head = Buffer.from(binary).toString('latin1', intro.length, intro.length + scryptStanza.length)
  return head === scryptStanza
}

/** A new X25519 identity: the post-quantum ones are unknown to `age` before 1.3. */
export async function generateIdentity(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await load()
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

export async function recipientOf(identity: string): Promise<string> {
  const { identityToRecipient } = await load()
  return identityToRecipient(identity)
}

/** What is wrong with a recipient, as the end of a sentence about it. */
export async function recipientProblem(text: string): Promise<string | undefined> {
  if (/^AGE-SECRET-KEY-/i.test(text)) return 'is a secret key'
  if (text.startsWith('ssh-')) return 'is an SSH key, which cannot be a recipient here'
  if (!text.startsWith('age1')) return 'is no age recipient'
  const { Encrypter } = await load()
  try {
    new Encrypter().addRecipient(text)
    return undefined
  } catch {
    return 'is mistyped or cut off'
  }
}

/** Whether `text` is an identity that can be used. Never show it. */
export async function isIdentity(text: string): Promise<boolean> {
  const { Decrypter } = await load()
  try {
    new Decrypter().addIdentity(text)
    return true
  } catch {
    return false
  }
}
