/**
 * `mosquitto`: option files of mosquitto_pub and mosquitto_sub (mosquitto_pub(1), "OPTIONS"), which both read from
 * `$XDG_CONFIG_HOME`. Each line holds an option, one space and its value to the end of the line, unquoted.
 */

import { hasControls, oneLine } from '../../files/quote.ts'
import type { ClientView } from '../client-view.ts'
import { ALL_AUTH, type BundleFormatter, publicFile, secretFile } from '../format.ts'
import { certificateFiles } from './credential-files.ts'

export const mosquitto: BundleFormatter = {
  reader: 'mosquitto_pub',
  auth: ALL_AUTH,
  transports: ['tcp', 'tls', 'unix'],
  needsKey: false,
  archived: false,
  *files({ view, render }) {
    yield* certificateFiles(view)
    const optionFile = view.password === null && view.psk === null ? publicFile : secretFile
    for (const program of ['mosquitto_pub', 'mosquitto_sub']) {
      const text = render(`bundles/mosquitto/${program}.hbs`, optionView(view))
      yield optionFile(program, withFittingLines(text, view))
    }
  },
  readme: 'bundles/mosquitto/README.txt.hbs',
}

/** Longest option file value in bytes; `fgets` with 1024 bytes would read the rest as a line of its own. */
const MAX_VALUE_BYTES = 1000

/** Why a text cannot be an option's value: in words that follow it. */
export function optionValueProblem(text: string): string | undefined {
  if (hasControls(text)) return 'holds a line break or another control character'
  if (Buffer.byteLength(text) > MAX_VALUE_BYTES) return `has more than ${MAX_VALUE_BYTES} bytes`
  return undefined
}

function optionView(view: ClientView): object {
  const { subscribe, publish, protocolVersion, password } = view
  return {
    ...view,
    password: password === null ? null : suitablePassword(password, view.username),
    version: protocolVersion === 4 ? null : { 3: 'mqttv31', 5: 'mqttv5' }[protocolVersion],
    subscribeQos: Math.max(0, ...subscribe.map(({ qos }) => qos)),
    publishTo: publish.find(({ wildcard }) => !wildcard) ?? null,
  }
}

/** A password from outside is known here first, so that no check of the spec can have seen it. */
function suitablePassword(password: string, username: string): string {
  const problem = password === '' ? 'is empty' : optionValueProblem(password)
  if (problem !== undefined)
    throw new Error(`the password of "${username}" ${problem}, which mosquitto_pub cannot read`)
  return oneLine(password)
}

/** The checks refuse longer texts first, so reaching the exception is a bug in mqttopia. */
function withFittingLines(text: string, { username }: ClientView): string {
  const longest = MAX_VALUE_BYTES + '--psk-identity '.length
  if (text.split('\n').some((line) => Buffer.byteLength(line) > longest)) {
    throw new RangeError(`an option of "${username}" is too long for mosquitto_pub`)
  }
  return text
}
