/** `address` of a bridge: one or more hosts, each with a port behind the last colon. */

import { isIPv6 } from 'node:net'
import { quoted } from '../../diagnostics/quoted.ts'
import { leadingInteger } from '../../mosquitto-files/conf/c-number.ts'
import type { ConfWord } from '../../mosquitto-files/conf/conf-file.ts'
import type { BridgeAddress } from './broker-config.ts'
import { bridgeAddressInvalid } from './codes.ts'
import type { Findings } from './findings.ts'
import { type Settings, valueAs } from './settings.ts'

const DEFAULT_PORT = 1883
const LAST_PORT = 65_535

export function bridgeAddresses(settings: Settings, findings: Findings): readonly BridgeAddress[] {
  const entry = settings.last('address')
  const words = valueAs(entry, 'words')?.words
  if (entry === undefined || words === undefined) return []
  const comment = words.findIndex(({ text }) => text.startsWith('#'))
  const said = comment === -1 ? words : words.slice(0, comment)
  const { source } = entry.keySpan
  if (said.length === 0) findings.add(bridgeAddressInvalid, entry.valueSpan, 'there is no address')
  return said.flatMap((word) => {
    const problem = addressProblem(word)
    if (problem === undefined) return [split(word)]
    findings.add(bridgeAddressInvalid, { source, start: word.start, end: word.end }, problem.message, problem)
    return []
  })
}

function split({ text }: ConfWord): BridgeAddress {
  const colon = text.lastIndexOf(':')
  return colon === -1
    ? { host: text, port: DEFAULT_PORT }
    : { host: text.slice(0, colon), port: leadingInteger(text.slice(colon + 1)) }
}

function addressProblem(word: ConfWord): { readonly message: string; readonly hint?: string } | undefined {
  const { host, port } = split(word)
  const meant = meantAddress(word.text, host)
  if (meant !== undefined)
    return {
      message: `${quoted(word.text)} is not read as an address: what follows the last colon is the port`,
      hint: `write ${meant}`,
    }
  if (host === '') return { message: `${quoted(word.text)} names no host` }
  return port < 1 || port > LAST_PORT
    ? { message: `${quoted(word.text)} has no port from 1 to ${LAST_PORT} behind its last colon` }
    : undefined
}

/** An IPv6 address in brackets, or without a port, as Mosquitto reads it; `undefined` for everything else. */
function meantAddress(text: string, host: string): string | undefined {
  const [, bare, port = DEFAULT_PORT] = /^\[(.*)\](?::([0-9]+))?$/.exec(text) ?? []
  if (bare !== undefined) return `${bare}:${port}`
  return isIPv6(text) && !isIPv6(host) ? `${text}:${DEFAULT_PORT}` : undefined
}
