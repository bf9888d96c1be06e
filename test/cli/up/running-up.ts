/** Runs `mqttopia up` in this process, on a copy of an example, and hears what it says. */

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { onTestFinished } from 'vitest'
import type { ExitCode } from '../../../src/cli/exit-code.ts'
import type { Host } from '../../../src/cli/host.ts'
import { run } from '../../../src/cli/run.ts'
import type { SignalName } from '../../../src/cli/signals.ts'
import { fileReader } from '../../../src/state/file-reader.ts'
import { tempFolder } from '../../state/support/temp-folder.ts'
import { EXAMPLES } from '../../support/example-run.ts'

export interface Up {
  readonly folder: string
  /** The output: bundles and brokers' files. */
  readonly files: string
  stdout(): string
  stderr(): string
  /** Resolves once `pattern` has been said, since the last time. */
  said(pattern: RegExp): Promise<RegExpExecArray>
  /** Writes the spec anew. */
  edit(change: (spec: string) => string): void
  signal(name: SignalName): void
  readonly ended: Promise<ExitCode>
}

/** Stops when the test has finished, if it still runs. */
export function startUp(
  example: string,
  args: readonly string[] = [],
  more: Partial<Host> & { readonly folder?: string } = {},
): Up {
  const { folder = copyOf(example), ...host } = more
  const said = { out: '', err: '', all: '', read: 0 }
  const handlers = new Map<SignalName, Set<(name: SignalName) => void>>()
  const signal = (name: SignalName) => {
    for (const handle of [...(handlers.get(name) ?? [])]) handle(name)
  }
  const ended = run(['up', ...args], {
    cwd: folder,
    env: {},
    now: () => new Date(),
    stdout: (text) => {
      said.out += text
      said.all += text
    },
    stderr: (text) => {
      said.err += text
      said.all += text
    },
    isTerminal: false,
    reader: fileReader(folder),
    onSignal: (names, handle) => {
      for (const name of names) handlers.set(name, new Set([...(handlers.get(name) ?? []), handle]))
      return () => {
        for (const name of names) handlers.get(name)?.delete(handle)
      }
    },
    ...host,
  })
  onTestFinished(async () => {
    signal('SIGTERM')
    await ended
  })
  return {
    folder,
    files: join(folder, '.mqttopia/up/files'),
    stdout: () => said.out,
    stderr: () => said.err,
    said: (pattern) => hear(said, pattern, ended),
    edit(change) {
      const path = join(folder, 'topology.yaml')
      writeFileSync(path, change(readFileSync(path, 'utf8')))
    },
    signal,
    ended,
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

async function hear(
  said: { readonly all: string; read: number },
  pattern: RegExp,
  ended: Promise<ExitCode>,
): Promise<RegExpExecArray> {
  let code: ExitCode | undefined
  void ended.then((told) => {
    code = told
  })
  for (;;) {
    const found = pattern.exec(said.all.slice(said.read))
    if (found !== null) {
      said.read += found.index + found[0].length
      return found
    }
    if (code !== undefined) throw new Error(`ended with ${code}, having said:\n${said.all}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
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
