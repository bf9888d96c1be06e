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

/** `mosquitto`, `mqttopia`, or words with `{conf}` among them, as in `my-broker --config {conf}`. */
export function brokerCommand(text: string): BrokerCommand {
  if (text === mosquitto.name) return mosquitto
  if (text === reference.name) return reference
  const words = text.split(' ').filter((word) => word !== '')
  if (!text.includes('{conf}')) throw new Error(`the command "${text}" lacks {conf}`)
  return { name: basename(words[0] ?? ''), words }
}
