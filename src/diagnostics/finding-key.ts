/** What makes a finding the same one tomorrow: its code, what it stands at, and what it is about, wherever the lines go. */

import { digestText } from '../files/digest.ts'
import type { Diagnostic, Place } from './diagnostic.ts'

const DIGITS = 16

/** Findings that differ only in their place within a list have the same key. */
export function findingKey({ code, at, message, subject = withoutCounts(message) }: Diagnostic): string {
  return digestText([code, pathText(at), subject].join('\0')).slice(0, DIGITS)
}

/** `/users/alice/publish`: items of lists have no number, since one more before them would change it. */
export function pathText(place: Place): string {
  if (!('path' in place)) return ''
  return place.path
    .filter((step) => typeof step === 'string')
    .map((step) => `/${step}`)
    .join('')
}

/** A fleet that grows makes no new finding. */
function withoutCounts(message: string): string {
  return message
    .replace(/, and [\d,]+ more like this/g, '')
    .replace(/(^|\s)[\d,]+ (?=(devices|users|more)\b)/g, '$1')
}
