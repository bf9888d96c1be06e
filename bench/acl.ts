/**
 * What the compiled ACL file is worth to the real broker: for fleets, its lines, the time until the broker answers its first
 * client, and messages per second from a device to the backend; beside it the same rights written out for each device, and
 * with the devices listed for the backend too. `npm run bench:acl`; sizes may be named: `npm run bench:acl -- 1000 100000`.
 */

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aclFile } from '../src/targets/mosquitto/acl/acl-file.ts'
import { brokerAclPlan } from '../src/targets/mosquitto/acl/broker-acl-plan.ts'
import type { Topology } from '../src/topology/topology.ts'
import { broker, grant, topology, user } from './access/made-up.ts'
import { mosquitto } from './harness/broker-command.ts'
import { freePort, startBroker } from './harness/broker-process.ts'
import { reopenClient } from './harness/wire-client.ts'
import { runFlow } from './load/run-load.ts'

const hub = broker('hub')
const SECONDS = 2
/** The best of so many, since others may be busy on the machine. */
const RUNS = 3
/** Written out, Mosquitto 2.0 takes a time that grows with the square of the users. */
const START_MILLISECONDS = 900_000

function fleet(size: number): Topology {
  const grants = [grant('publish', 'd/${username}/up/+'), grant('subscribe', 'd/${username}/down/#')]
  const devices = Array.from({ length: size }, (_, i) =>
    user(nameOf(i), [hub], grants, { kind: 'device', fleet: 'd' }),
  )
  const backend = [grant('subscribe', 'd/+/up/+'), grant('publish', 'd/+/down/#')]
  return topology([hub], [...devices, user('backend', [hub], backend)])
}

function nameOf(i: number): string {
  return String(i).padStart(8, '0')
}

function compiled(topology: Topology): string {
  return [...aclFile(brokerAclPlan(topology, hub))].join('')
}

/** As a script would write it: a block for each user, the name filled in. */
function writtenOut({ users }: Topology): string {
  const blocks = users.map(({ name, grants }) => {
    const lines = grants.map(
      ({ action, filter }) =>
        `topic ${action === 'publish' ? 'write' : 'read'} ${filter.text.replace('${username}', name)}\n`,
    )
    return `user ${name}\n${lines.join('')}\n`
  })
  return blocks.join('')
}

/** And without wildcards for devices, so that the backend has a line for each. */
function listed(all: Topology): string {
  const devices = all.users.filter(({ kind }) => kind === 'device')
  const lines = devices.map(({ name }) => `topic read d/${name}/up/+\ntopic write d/${name}/down/#\n`)
  return writtenOut({ ...all, users: devices }).concat(`user backend\n${lines.join('')}`)
}

async function measure(name: string, size: number, acl: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-acl-'))
  chmodSync(folder, 0o755)
  try {
    const file = join(folder, 'acl')
    writeFileSync(file, acl)
    const port = await freePort()
    const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', `acl_file ${file}`, 'log_type error']
    const started = performance.now()
    const running = await startBroker(mosquitto, folder, port, lines, {
      startMilliseconds: START_MILLISECONDS,
    })
    const client = await reopenClient({ port, id: 'first', version: 4, clean: true, keepAliveSeconds: 0 })
    const seconds = (performance.now() - started) / 1000
    client.drop()
    // The last device, so that whoever walks a list of all of them walks it to its end.
    const [device, rssMegabytes] = [nameOf(size - 1), Math.round(running.rssKilobytes() / 1024)]
    let best = 0
    for (let run = 0; run < RUNS; run += 1) {
      const { receivedPerSecond } = await runFlow({
        ...{ port, watch: running.pid, seconds: SECONDS, window: 2_000, password: 'x' },
        ...{ username: device, 'subscriber-name': 'backend', topic: `d/${device}/up` },
      })
      best = Math.max(best, receivedPerSecond)
    }
    await running.stop()
    const cells = [
      String(size).padStart(7),
      name.padEnd(32),
      `${acl.split('\n').length - 1} lines`.padStart(14),
      `first answer after ${seconds.toFixed(2)} s`.padStart(30),
      `${Math.round(best)} messages/s`.padStart(20),
      `${rssMegabytes} MB`.padStart(8),
    ]
    console.log(cells.join(' '))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const named = process.argv.slice(2).map(Number)
for (const size of named.length > 0 ? named : [1_000, 100_000]) {
  const all = fleet(size)
  await measure('compiled', size, compiled(all))
  await measure('written out', size, writtenOut(all))
  await measure('written out, listed for backend', size, listed(all))
}
