/**
 * Keys of rows. All of a session lies in one range, its own row first; messages and retained messages have ranges of
 * their own. Sessions and messages go by number, so that keys are short and nothing has to be escaped.
 */

/** Of the row that says what the database is. */
export const FORMAT_KEY = '!'

/** `first` is in the range, `end` is not. */
export interface KeyRange {
  readonly first: string
  readonly end: string
}

export const MESSAGES: KeyRange = { first: 'm', end: 'n' }
export const RETAINED: KeyRange = { first: 'r', end: 's' }
export const SESSIONS: KeyRange = { first: 's', end: 't' }

/** What a row of a session is; the row of the session itself has no kind. */
export type SessionRowKind = '' | 'd' | 'f' | 'p'

export interface SessionKey {
  readonly session: number
  readonly kind: SessionRowKind
  /** Sequence of a delivery (d), filter of a subscription (f), packet identifier (p). */
  readonly name: string
}

export function messageKey(messageId: number): string {
  return `m${ordered(messageId)}`
}

/** `undefined`: not a key of a message. */
export function messageOfKey(key: string): number | undefined {
  return sequenceOfName(key.slice(1))
}

export function retainedKey(topic: string): string {
  return `r${topic}`
}

/** Key of the session's own row, with which its other keys begin. */
export function sessionKey(session: number): string {
  return `s${ordered(session)}`
}

/** Begins with `session`, a {@link sessionKey}. */
export function deliveryKey(session: string, sequence: number): string {
  return `${session}d${ordered(sequence)}`
}

export function subscriptionKey(session: string, filter: string): string {
  return `${session}f${filter}`
}

export function receivedKey(session: string, packetId: number): string {
  return `${session}p${packetId}`
}

export function rangeOfSession(session: string): KeyRange {
  return { first: session, end: `${session}~` }
}

/** `undefined`: not a key of a session. */
export function parseSessionKey(key: string): SessionKey | undefined {
  const number = readOrdered(key.slice(1))
  if (number === undefined) return undefined
  const kind = number.rest.slice(0, 1)
  if (kind !== '' && kind !== 'd' && kind !== 'f' && kind !== 'p') return undefined
  return { session: number.value, kind, name: number.rest.slice(1) }
}

/** `undefined`: not the name of a delivery. */
export function sequenceOfName(name: string): number | undefined {
  const number = readOrdered(name)
  return number?.rest === '' ? number.value : undefined
}

/** `undefined`: not the name of a packet identifier. */
export function packetIdOfName(name: string): number | undefined {
  return /^[1-9]\d{0,4}$/.test(name) ? Number(name) : undefined
}

/** Decimal after a letter that tells how many digits: sorted as text, numbers are in order. */
function ordered(value: number): string {
  const digits = String(value)
  return LETTERS.charAt(digits.length) + digits
}

const LETTERS = '?abcdefghijklmnop'

function readOrdered(text: string): { readonly value: number; readonly rest: string } | undefined {
  const length = LETTERS.indexOf(text.charAt(0))
  if (length < 1) return undefined
  const digits = text.slice(1, 1 + length)
  if (digits.length !== length || !/^\d+$/.test(digits)) return undefined
  return { value: Number(digits), rest: text.slice(1 + length) }
}
