/**
 * `npm run quickstart`: examples/quickstart on this machine, a message from one issued client to the other over mutual
 * TLS, and one that is refused. On a terminal the broker then runs on; elsewhere it ends.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { connectAsync, type MqttClient } from 'mqtt'
import { ExitCode } from '../src/cli/exit-code.ts'
import type { Host } from '../src/cli/host.ts'
import { processHost } from '../src/cli/process-host.ts'
import type { LocalTopology } from '../src/cli/up/local-topology.ts'
import { runUp } from '../src/cli/up/run-up.ts'
import { Failure } from '../src/diagnostics/failure.ts'

const SPEC = 'examples/quickstart/topology.yaml'
const PATIENCE_MS = 15_000

const host = processHost()
const staysUp = process.stdin.isTTY === true && host.isTerminal && (host.env.CI ?? '') === ''

/** The broker's own log would stand between the lines of the demonstration; afterwards it is shown. */
let isOver = false
const quietHost: Host = {
  ...host,
  stderr: (text) => {
    if (isOver || !text.startsWith('main | ')) host.stderr(text)
  },
}

try {
  const exit = (code: ExitCode) => {
    process.exitCode = code
  }
  await runUp(quietHost, exit, SPEC, { print: { color: false, quiet: false } }, demonstrate)
} catch (error) {
  if (!(error instanceof Failure)) throw error
  host.stderr(`${error.message}\n`)
  process.exitCode = ExitCode.Failed
}

async function demonstrate(topology: LocalTopology): Promise<boolean> {
  const clients: MqttClient[] = []
  try {
    say('')
    for (const name of ['dashboard', 'kitchen']) clients.push(await connectAs(name, topology))
    const [dashboard, kitchen] = clients
    if (dashboard !== undefined && kitchen !== undefined) await passMessages(dashboard, kitchen, topology)
  } finally {
    await Promise.all(clients.map((client) => client.endAsync()))
    isOver = staysUp
  }
  if (staysUp) say('The broker runs on, and follows changes of the spec. Ctrl-C ends it.')
  else say('The demonstration is over; on a terminal the broker would run on.')
  return staysUp
}

async function passMessages(
  dashboard: MqttClient,
  kitchen: MqttClient,
  topology: LocalTopology,
): Promise<void> {
  const arrived = nextMessage(dashboard)
  await dashboard.subscribeAsync('sensors/+/temperature', { qos: 1 })
  await kitchen.publishAsync('sensors/kitchen/temperature', '21.5', { qos: 1 })
  say('kitchen    publishes sensors/kitchen/temperature 21.5')
  say(`dashboard  receives  ${await arrived}`)
  say('kitchen    publishes sensors/cellar/temperature 99')
  say(`broker     refuses   ${await refusalOf(kitchen, 'sensors/cellar/temperature', topology)}`)
  say('')
}

/** With the certificate and the key that the compiler put into the user's bundle. */
async function connectAs(name: string, topology: LocalTopology): Promise<MqttClient> {
  const file = (path: string) => readFileSync(join(topology.files, 'clients', name, 'pem', path))
  const client = await connectAsync(`mqtts://127.0.0.1:${topology.portOf('main', 'mqtts')}`, {
    protocolVersion: 5,
    clientId: name,
    connectTimeout: PATIENCE_MS,
    reconnectPeriod: 0,
    ca: file('ca.pem'),
    cert: file('client.pem'),
    key: file('client.key'),
  })
  client.on('error', () => {})
  say(`${name.padEnd(9)}  connects  over mutual TLS`)
  return client
}

function nextMessage(client: MqttClient): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Failure('the message did not arrive')), PATIENCE_MS)
    client.once('message', (topic, payload) => {
      clearTimeout(late)
      resolve(`${topic} ${payload}`)
    })
  })
}

async function refusalOf(client: MqttClient, topic: string, topology: LocalTopology): Promise<string> {
  try {
    await client.publishAsync(topic, '99', { qos: 1 })
  } catch (error) {
    const refusal = topology.status().flatMap(({ refusals }) => refusals)[0]
    if (refusal === undefined) throw error
    return (refusal.rule ?? refusal.reason).replaceAll(`${host.cwd}/`, '')
  }
  throw new Failure(`the broker let a message to ${topic} through`)
}

function say(line: string): void {
  host.stdout(`${line}\n`)
}
