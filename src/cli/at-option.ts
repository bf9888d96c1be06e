/** The option `--at TIME`: what a verb would do then. */

import { InvalidArgumentError, Option } from 'commander'
import { parseDuration } from '../topology/units.ts'
import type { Host } from './host.ts'

/** From the time that it is to the time that is meant. */
export type TimeAt = (now: Date) => Date

export interface AtOptions {
  readonly at?: TimeAt
}

export function atOption(): Option {
  return new Option('--at <time>', 'as if it were then: 2027-06-01, 2027-06-01T12:00Z, or +90d').argParser(
    parseTime,
  )
}

const dayPattern = /^\d{4}-\d\d-\d\d$/
const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/
const durationPattern = /^\+\d+[smhdwy]$/

function parseTime(text: string): TimeAt {
  if (durationPattern.test(text)) {
    const milliseconds = parseDuration(text.slice(1)) * 1000
    return (now) => new Date(Math.min(now.getTime() + milliseconds, lastTime))
  }
  const time = new Date(dayPattern.test(text) || timePattern.test(text) ? text : Number.NaN)
  if (Number.isNaN(time.getTime()) || !isRealDay(text, time))
    throw new InvalidArgumentError('Give a day, a time with its zone, or a duration from now, as in +90d.')
  return () => time
}

/** 9999-12-31, beyond which certificates have no dates. */
const lastTime = Date.UTC(9999, 11, 31)

/** JavaScript takes February 30 for March 1. */
function isRealDay(text: string, time: Date): boolean {
  return !dayPattern.test(text) || time.toISOString().startsWith(text)
}

/** The same host with another clock. */
export function hostAt<H extends Host>(host: H, at: TimeAt | undefined): H {
  return at === undefined ? host : { ...host, now: () => at(host.now()) }
}
