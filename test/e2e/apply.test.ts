/** From a changed spec over plan and apply to a running Mosquitto: clients keep and lose what the plan said, and only that. */

import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { appliedMosquitto } from '../support/applied-mosquitto.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { connectUser, type ProbeUser, publish } from '../support/mosquitto-client.ts'
import { describeWithPeers } from '../support/real-peer.ts'

const SECRETS = { ALICE: 'a password of alice that is long', BOB: 'a password of bob that is long' }

interface Hall extends CommandLine {
  readonly dir: string
  readonly spec: (change?: (text: string) => string) => Promise<void>
  readonly apply: (...more: readonly string[]) => ReturnType<CommandLine['mqttopia']>
  readonly as: (name: 'alice' | 'bob') => ProbeUser
  readonly stop: () => void
}

async function hall(): Promise<Hall> {
  const [tls, plain] = [await freePort(), await freePort()]
  const place = commandLine({}, { env: SECRETS, now: () => new Date() })
  const { dir, apply, stop } = appliedMosquitto(place)
  const text = `mqttopia: 1
name: hall
brokers:
  hall:
    host: localhost
    install: { config: ${dir}/current, user: ${userInfo().username} }
    logging: { destinations: [stderr], types: [all] }
    listeners:
      mqtts: { port: ${tls}, tls: { profile: server }, auth: [password] }
      plain: { port: ${plain}, bind: 127.0.0.1, auth: [password] }
users:
  alice: { at: hall, auth: { password: { env: ALICE } }, publish: [hall/door, hall/light] }
  bob: { at: hall, auth: { password: { env: BOB } }, publish: [hall/door] }
`
  return {
    ...place,
    dir,
    stop,
    async spec(change = (same) => same) {
      place.write({ 'topology.yaml': change(text) })
      expect(await place.mqttopia('compile')).toMatchObject({ exitCode: 0 })
    },
    apply,
    as: (name) => ({
      url: `mqtt://127.0.0.1:${plain}`,
      username: name,
      password: SECRETS[name === 'alice' ? 'ALICE' : 'BOB'],
    }),
  }
}

describeWithPeers(['mosquitto'], 'apply', () => {
  test('installs, reloads for rights, and cuts off just whom the plan names', async () => {
    const place = await hall()
    await place.spec()
    try {
      const first = await place.apply()
      expect(first).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining('restarted, and it serves'),
      })
      const [alice, bob] = [await connectUser(place.as('alice')), await connectUser(place.as('bob'))]
      const ended: string[] = []
      alice.client.on('close', () => ended.push('alice'))
      bob.client.on('close', () => ended.push('bob'))
      expect(await publish(alice.client, 'hall/light', 'on', 1)).toBe(0)

      place.write({
        'topology.yaml': readFileSync(place.path('topology.yaml'), 'utf8')
          .replace(', hall/light', '')
          .replace(/ {2}bob: .*\n/, ''),
      })
      await place.mqttopia('plan', '--out', 'plan.json')
      const plan: Plan = JSON.parse(readFileSync(place.path('plan.json'), 'utf8'))
      expect(plan.brokers[0]).toMatchObject({
        effect: 'reload',
        cutOff: { everybody: false, users: ['bob'] },
      })
      expect(plan.rights.map(({ effect, filters }) => [effect, filters])).toEqual(
        expect.arrayContaining([
          ['loss', ['hall/light']],
          ['loss', ['hall/door']],
        ]),
      )
      expect(await place.mqttopia('compile')).toMatchObject({ exitCode: 0 })
      const second = await place.apply('plan.json')
      expect(second).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining('reloaded, and it serves'),
      })
      await expect.poll(() => ended).toEqual(['bob'])
      expect(await publish(alice.client, 'hall/light', 'on', 1)).toBe(0x87)
      expect(await publish(alice.client, 'hall/door', 'open', 1)).toBe(0)
      alice.client.end(true)

      expect(await place.apply()).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining('up to date'),
      })
      const audit = readFileSync(join(place.dir, '.mqttopia/audit.jsonl'), 'utf8').trim().split('\n')
      expect(audit.map((line) => JSON.parse(line))).toMatchObject([
        { broker: 'hall', effect: 'restart', result: 'applied' },
        { broker: 'hall', effect: 'reload', result: 'applied', plan: plan.id },
      ])
      for (const secret of Object.values(SECRETS))
        expect(audit.join('\n') + JSON.stringify(plan)).not.toContain(secret)
    } finally {
      place.stop()
    }
  })

  test('goes back to the release before when the broker does not serve the new one', async () => {
    const place = await hall()
    await place.spec()
    try {
      await place.apply()
      const before = readlinkSync(join(place.dir, 'current'))
      const taken = await freePort()
      // The probe asks at the address that the spec names, where nobody is.
      await place.spec((text) =>
        text.replace(/plain: \{ port: \d+, bind: 127.0.0.1/, `plain: { port: ${taken}, bind: 198.51.100.7`),
      )
      const failed = await place.apply()
      expect(failed.exitCode).toBe(1)
      expect(failed.stderr).toMatch(
        /does not serve: .*; release [0-9a-f]{16} is in force again, and the broker serves it\n$/,
      )
      expect(readlinkSync(join(place.dir, 'current'))).toBe(before)
      const { client } = await connectUser(place.as('alice'))
      client.end(true)
    } finally {
      place.stop()
    }
  })

  test('refuses a plan when something else is compiled or installed by now', async () => {
    const place = await hall()
    await place.spec()
    await place.mqttopia('plan', '--out', 'plan.json')
    await place.spec((text) => text.replace(', hall/light', ''))
    expect(await place.apply('plan.json')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('what is compiled is not what was planned'),
    })
    expect(existsSync(join(place.dir, 'current'))).toBe(false)
  })
})

test('apply wants a configuration that names its files where they will be', async () => {
  const place = commandLine({
    'topology.yaml':
      'mqttopia: 1\nname: a\nbrokers: { b: { listeners: { p: { port: 1883, bind: 127.0.0.1, auth: [password] } } } }\nusers: { u: { at: b, auth: { password: { generate: {} } }, publish: [x] } }\n',
  })
  expect(await place.mqttopia('apply', '--dir', 'etc')).toMatchObject({
    exitCode: 1,
    stderr: 'mqttopia: there is nothing compiled in build; compile first\n',
  })
  await place.mqttopia('compile')
  const refused = await place.mqttopia('apply', '--dir', 'etc')
  expect(refused.stderr).toContain(
    `set brokers.b.install.config to "${place.path('etc')}/current" and compile again`,
  )
  expect(readdirSync(place.folder)).not.toContain('etc')
})

test('drift tells content, mode and foreign files apart, and says nothing where all is well', async () => {
  const folder = commandLine()
  folder.write({
    'topology.yaml': `mqttopia: 1\nname: a\nbrokers: { b: { install: { config: ${folder.path('etc')}/current }, listeners: { p: { port: 1883, bind: 127.0.0.1, auth: [password] } } } }\nusers: { u: { at: b, auth: { password: { generate: {} } }, publish: [x] } }\n`,
  })
  await folder.mqttopia('compile')
  expect((await folder.mqttopia('drift', '--dir', 'etc')).exitCode).toBe(2)
  expect(
    await folder.mqttopia('apply', '--dir', 'etc', '--restart-command', 'true', '--no-probe'),
  ).toMatchObject({ exitCode: 0 })
  expect(await folder.mqttopia('drift', '--dir', 'etc')).toMatchObject({ exitCode: 0, stdout: '' })
  folder.write({ 'etc/current/acl': 'topic #\n', 'etc/current/more.conf': 'x' })
  expect(await folder.mqttopia('drift', '--dir', 'etc')).toMatchObject({
    exitCode: 2,
    stdout: 'acl: content\nmore.conf: not of mqttopia, or of an earlier release\n',
  })
  expect(
    await folder.mqttopia('apply', '--dir', 'etc', '--restart-command', 'true', '--no-probe'),
  ).toMatchObject({ exitCode: 0 })
  expect(await folder.mqttopia('drift', '--dir', 'etc')).toMatchObject({ exitCode: 0, stdout: '' })
})
