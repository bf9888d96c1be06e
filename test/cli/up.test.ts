import { spawn, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeWithPeers } from '../support/real-peer.ts'
import { connectWith, copyOf, nextMessage, startUp, urlOf } from './up/running-up.ts'

const ROOT = join(import.meta.dirname, '../..')

describe('the quickstart', () => {
  test('runs here: a message passes over mutual TLS, another is refused', async () => {
    const up = startUp('quickstart')
    const url = await urlOf(up, 'main/mqtts')
    const dashboard = await connectWith(url, join(up.files, 'clients/dashboard/pem'))
    const kitchen = await connectWith(url, join(up.files, 'clients/kitchen/pem'))
    const arrived = nextMessage(dashboard)
    await dashboard.subscribeAsync('sensors/+/temperature')
    await kitchen.publishAsync('sensors/kitchen/temperature', '21.5', { qos: 1 })
    expect(await arrived).toBe('sensors/kitchen/temperature 21.5')
    await expect(kitchen.publishAsync('sensors/attic/temperature', '1', { qos: 1 })).rejects.toMatchObject({
      code: 0x87,
    })
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('ends at %s with 0, and lets the port go', async (signal) => {
    const up = startUp('quickstart')
    const url = await urlOf(up, 'main/mqtts')
    up.signal(signal)
    expect(await up.ended).toBe(0)
    const again = startUp('quickstart', [], { folder: up.folder })
    expect(await urlOf(again, 'main/mqtts')).toBe(url)
    expect(existsSync(join(up.folder, '.mqttopia/up/sockets'))).toBe(true)
  })

  test('keeps to itself: nothing of it is open to others, in git, or part of what compile issues', async () => {
    const up = startUp('quickstart', ['--for', '0'])
    expect(await up.ended).toBe(0)
    const folder = join(up.folder, '.mqttopia')
    expect(readdirSync(folder)).toEqual(['up'])
    for (const path of [folder, join(folder, 'up')]) expect(statSync(path).mode & 0o777).toBe(0o700)
    expect(readFileSync(join(folder, 'up/.gitignore'), 'utf8')).toBe('*\n')
    expect(existsSync(join(folder, 'up/sockets'))).toBe(false)
  })

  test('refuses to run twice in one folder', async () => {
    const up = startUp('quickstart')
    await urlOf(up, 'main/mqtts')
    const second = startUp('quickstart', [], { folder: up.folder })
    expect(await second.ended).toBe(1)
    expect(second.stderr()).toMatch(/\.mqttopia\/up is in use by process \d+/)
  })

  test('serves metrics of all brokers', async () => {
    const up = startUp('quickstart', ['--metrics', '0'])
    const [, url = ''] = await up.said(/^metrics {2}(\S+)$/m)
    expect(await (await fetch(url)).text()).toMatch(/broker="main"/)
  })

  test('shows a terminal the state, below what is said', async () => {
    const up = startUp('quickstart', ['--for', '0.2'], {
      isTerminal: true,
      env: { NO_COLOR: '1' },
      terminalSize: () => ({ columns: 60, rows: 20 }),
    })
    expect(await up.ended).toBe(0)
    expect(up.stderr()).toMatch(/^broker +up +clients.*\nmain +\d/m)
    const lines = up.stderr().split('\n')
    const view = lines.slice(lines.findIndex((line) => line.startsWith('broker ')))
    expect(view.filter((line) => line.length > 60 && !line.startsWith('main | '))).toEqual([])
  })
})

describe('a change of the spec', () => {
  const KITCHEN = 'publish: ["sensors/${username}/temperature"]'
  const MORE = 'publish: ["sensors/${username}/temperature", "sensors/attic/temperature"]'

  test('is in force at once, and connections live on', async () => {
    const up = startUp('quickstart')
    const url = await urlOf(up, 'main/mqtts')
    const kitchen = await connectWith(url, join(up.files, 'clients/kitchen/pem'))
    up.edit((spec) => spec.replace(KITCHEN, MORE))
    await up.said(/^broker main reloaded$/m)
    await kitchen.publishAsync('sensors/attic/temperature', '1', { qos: 1 })
    expect(kitchen.connected).toBe(true)
  })

  test('that is wrong is told, and the topology goes on', async () => {
    const up = startUp('quickstart')
    const url = await urlOf(up, 'main/mqtts')
    up.edit((spec) => spec.replace('roles: [sensor]', 'roles: [sensr]'))
    await up.said(/there is no role "sensr"/)
    await up.said(/^The topology goes on as it was\.$/m)
    const kitchen = await connectWith(url, join(up.files, 'clients/kitchen/pem'))
    await kitchen.publishAsync('sensors/kitchen/temperature', '1', { qos: 1 })
    up.edit((spec) => spec.replace('roles: [sensr]', 'roles: [sensor]').replace(KITCHEN, MORE))
    await up.said(/^broker main reloaded$/m)
    await kitchen.publishAsync('sensors/attic/temperature', '1', { qos: 1 })
  })

  test('starts brokers that are new, and stops those that are gone', async () => {
    const up = startUp('quickstart')
    await urlOf(up, 'main/mqtts')
    const second =
      '  second: { listeners: { mqtts: { port: 1, tls: { profile: server }, auth: [certificate] } } }'
    const guest = '  guest: { at: second, auth: { certificate: client }, subscribe: [a], bundles: [pem] }'
    const before = readFileSync(join(up.folder, 'topology.yaml'), 'utf8')
    up.edit((spec) => spec.replace('\nroles:', `${second}\n\nroles:`).replace('users:', `users:\n${guest}`))
    await up.said(/^broker second started$/m)
    const url = await urlOf(up, 'second/mqtts')
    await (await connectWith(url, join(up.files, 'clients/guest/pem'))).endAsync()
    up.edit(() => before)
    await up.said(/^broker second stopped$/m)
    await expect(connectWith(url, join(up.files, 'clients/kitchen/pem'))).rejects.toThrow()
  })

  test('comes with SIGHUP too, which tells when there is none', async () => {
    const up = startUp('quickstart')
    await urlOf(up, 'main/mqtts')
    up.signal('SIGHUP')
    await up.said(/^topology\.yaml: no change$/m)
  })
})

describe('bridges', () => {
  test('of the sites carry what is important, over mutual TLS with names verified', async () => {
    const up = startUp('sites')
    const [central, east] = [await urlOf(up, 'central/mqtts'), await urlOf(up, 'east/mqtts')]
    const duty = await connectWith(central, join(up.files, 'clients/on-duty/pem'))
    const db = await connectWith(east, join(up.files, 'clients/db1/pem'))
    const [arrived, announced] = [nextMessage(duty), nextMessage(db)]
    await duty.subscribeAsync('+/+/important', { qos: 1 })
    await db.subscribeAsync('announcements/#', { qos: 1 })
    await db.publishAsync('db1/important', 'disk full', { qos: 1 })
    expect(await arrived).toBe('east/db1/important disk full')
    await duty.publishAsync('announcements/all', 'lunch', { qos: 1 })
    expect(await announced).toBe('announcements/all lunch')
    const conf = readFileSync(join(up.files, 'brokers/east/mosquitto.conf'), 'utf8')
    expect(conf).toContain('addresses 127.0.0.1:')
    expect(conf).not.toContain('bridge_insecure')
  })

  test('of the plant dial a broker whose real name is elsewhere; secrets that are missing are made up', async () => {
    const up = startUp('plant')
    await up.said(/made up for it: the secrets in .*BOB_PASSWORD/)
    const url = await urlOf(up, 'core/mqtts')
    const auditor = await connectWith(url, join(up.files, 'clients/auditor/pem'))
    const arrived = nextMessage(auditor)
    await auditor.subscribeAsync('plants/+/press/+/state', { qos: 1 })
    const device = await connectWith(await urlOf(up, 'line1/mqtts'), join(up.files, 'try/line1/mqtts'))
    await device.publishAsync('press/0001/state', 'on', { qos: 1, retain: true })
    expect(await arrived).toBe('plants/berlin/press/0001/state on')
    const files = readdirSync(join(up.files, 'brokers/core'), { recursive: true, encoding: 'utf8' })
    const pem = files.find((path) => /server.*\.(pem|crt)$/.test(path)) ?? ''
    const certificate = new X509Certificate(readFileSync(join(up.files, 'brokers/core', pem)))
    expect(certificate.checkHost('mqtt.plant.example')).toBeDefined()
    expect(certificate.checkIP('127.0.0.1')).toBeDefined()
  })
})

describe('what keeps it from running', () => {
  test('a wrong spec is told as compile tells it, with 3, and nothing listens', async () => {
    const folder = copyOf('quickstart')
    const spec = readFileSync(join(folder, 'topology.yaml'), 'utf8')
    writeFileSync(join(folder, 'topology.yaml'), spec.replace('roles: [sensor]', 'roles: [sensr]'))
    const up = startUp('quickstart', [], { folder })
    expect(await up.ended).toBe(3)
    expect(up.stderr()).toContain('there is no role "sensr"')
    expect(up.stdout()).toBe('')
  })

  test('a spec that is not there, with 1', async () => {
    expect(await startUp('quickstart', ['missing.yaml']).ended).toBe(1)
  })

  test('hosts of their own with one port do not: here each has another', async () => {
    const up = startUp('sites', ['-e', 'prod', '--for', '0'])
    expect(await up.ended).toBe(0)
    expect(new Set(up.stdout().match(/:\d+ /g)).size).toBe(3)
  })

  test('a time that is none is a usage error', async () => {
    expect(await startUp('quickstart', ['--for', 'ever']).ended).toBe(64)
  })
})

describeWithPeers(['mosquitto_sub', 'mosquitto_pub'], 'the commands that it prints', () => {
  test('work as they stand', async () => {
    const up = startUp('home')
    const [, command = ''] = await up.said(/^house\/local .* as homeassistant: (.*)$/m)
    const shell = command.replace('mosquitto_sub -v', 'mosquitto_sub -v -C 1 -W 20')
    const listening = runShell(shell, up.folder)
    await up.said(/New client connected from .*u'homeassistant'/)
    const publish = shell.replace(/mosquitto_sub.*/, 'mosquitto_pub -q 1 -t home/lamp -m on)')
    const status = await runShell(publish, up.folder)
    expect(status).toMatchObject({ status: 0 })
    expect(await listening).toMatchObject({ stdout: 'home/lamp on\n', status: 0 })
  })
})

async function runShell(command: string, cwd: string) {
  const child = spawn('sh', ['-c', command], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let stdout = ''
  child.stdout.on('data', (data) => {
    stdout += data
  })
  const status = await new Promise((resolve) => child.once('close', resolve))
  return { status, stdout }
}

test('the first command of the README shows a message, a refusal and its rule, and ends in CI', () => {
  const jiti = join(ROOT, 'node_modules/jiti/lib/jiti-cli.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [jiti, 'scripts/quickstart.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, CI: 'true' },
    input: '',
  })
  expect({ status, stdout }, stderr).toEqual({
    status: 0,
    stdout: expect.stringMatching(
      /dashboard {2}receives {2}sensors\/kitchen\/temperature 21\.5\n.*\n.*refuses {3}no line of \S+\/brokers\/main\/acl allows it/,
    ),
  })
  expect(stdout).toContain('The demonstration is over')
})
