/** Runs `mqttopia up` in this process, on a copy of an example, and hears what it says. */

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { onTestFinished } from 'vitest'
import type { Host } from '../../../src/cli/host.ts'
import { tempFolder } from '../../state/support/temp-folder.ts'
import { EXAMPLES } from '../../support/example-run.ts'
import { type RunningVerb, startVerb } from '../running-verb.ts'

export interface Up extends RunningVerb {
  readonly folder: string
  /** The output: bundles and brokers' files. */
  readonly files: string
  /** Writes the spec anew. */
  edit(change: (spec: string) => string): void
}

/** Stops when the test has finished, if it still runs. */
export function startUp(
  example: string,
  args: readonly string[] = [],
  more: Partial<Host> & { readonly folder?: string } = {},
): Up {
  const { folder = copyOf(example), ...host } = more
  return {
    ...startVerb(['up', ...args], folder, host),
    folder,
    files: join(folder, '.mqttopia/up/files'),
    edit(change) {
      const path = join(folder, 'topology.yaml')
      writeFileSync(path, change(readFileSync(path, 'utf8')))
    },
  }
}

/** Without what was compiled before, and without golden files. */
export function copyOf(example: string): string {
  const folder = tempFolder()
  cpSync(join(EXAMPLES, example), folder, {
    recursive: true,
    filter: (path) => !/[/\\](expected[^/\\]*|\.mqttopia)$/.test(path),
  })
  return folder
}

/** Where a listener is, by the line that tells of it. */
export async function urlOf(up: Up, listener: string): Promise<string> {
  return (await up.said(new RegExp(`^${listener} +(\\S+://\\S+)`, 'm')))[1] ?? ''
}

/** MQTT.js with the files of a `pem` bundle; its names of hosts are verified. */
export async function connectWith(url: string, bundle: string): Promise<MqttClient> {
  const file = (name: string) => readFileSync(join(bundle, name))
  const client = await connectAsync(url, {
    protocolVersion: 5,
    reconnectPeriod: 0,
    ca: file('ca.pem'),
    cert: file('client.pem'),
    key: file('client.key'),
  })
  client.on('error', () => {})
  onTestFinished(() => void client.end(true))
  return client
}

export function nextMessage(client: MqttClient): Promise<string> {
  return new Promise((resolve) => {
    client.once('message', (topic, payload) => resolve(`${topic} ${payload}`))
  })
}
