/** How a broker is started: a command line in which `{conf}` stands for its configuration file. */

import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface BrokerCommand {
  /** Short name for tables. */
  readonly name: string
  readonly words: readonly string[]
}

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export const reference: BrokerCommand = {
  name: 'mqttopia',
  words: [process.execPath, MAIN, 'broker', '-c', '{conf}'],
}
export const mosquitto: BrokerCommand = { name: 'mosquitto', words: ['mosquitto', '-c', '{conf}'] }

/** `mosquitto`; `mqttopia`, also with options as in `mqttopia --sync`; or words as in `my-broker --config {conf}`. */
export function brokerCommand(text: string): BrokerCommand {
  if (text === mosquitto.name) return mosquitto
  if (text === reference.name) return reference
  const words = text.split(' ').filter((word) => word !== '')
  if (words[0] === reference.name && !text.includes('{conf}'))
    return { name: words.slice(1).join(' '), words: [...reference.words, ...words.slice(1)] }
  if (!text.includes('{conf}')) throw new Error(`the command "${text}" lacks {conf}`)
  return { name: basename(words[0] ?? ''), words }
}
