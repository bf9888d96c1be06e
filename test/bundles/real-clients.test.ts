/** Every bundle that runs is run: by its real program, against a real mosquitto, the way its own text says. */

import { execFile } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeWithPeers } from '../support/real-peer.ts'
import {
  type BundleWorld,
  CLIENT_ID,
  CLOSED_TOPIC,
  NASTY_NAME,
  startBundleWorld,
  TOPIC,
  WILL_TOPIC,
} from './bundle-world.ts'
import { pythonWithPaho } from './python-with-paho.ts'
import { startListening } from './running-program.ts'

const run = promisify(execFile)
const NODE_MODULES = join(import.meta.dirname, '../../node_modules')
const MQTT_COMMAND = join(NODE_MODULES, 'mqtt/build/bin/mqtt.js')
const HELLO = `${TOPIC} hello`

describeWithPeers(
  ['mosquitto', 'mosquitto_sub', 'mosquitto_passwd'],
  'bundles in the hands of their programs',
  () => {
    let world: BundleWorld
    beforeAll(async () => {
      world = await startBundleWorld()
    })
    afterAll(() => world.close())

    /** The commands in a bundle's text: its indented lines. */
    const commandsFor = (name: string, bundle: string) =>
      readFileSync(join(world.folderOf(name, bundle), 'README.txt'), 'utf8')
        .split('\n')
        .flatMap((line) => (line.startsWith('    ') ? [line.trim()] : []))

    // Bundles of one user name one client identifier, and whoever connects second takes the connection over: so the
    // other side of each conversation is given another identifier.
    const publishHello = (...args: readonly string[]) =>
      run('mosquitto_pub', ['-m', 'hello', '-t', TOPIC, '-i', 'other', ...args], {
        cwd: world.folderOf('plain', 'mosquitto'),
        env: { ...process.env, XDG_CONFIG_HOME: '.' },
      })
    const listenForHello = () =>
      startListening(
        world.broker,
        ['env', 'XDG_CONFIG_HOME=.', 'mosquitto_sub', '-v', '-i', 'other'],
        world.folderOf('plain', 'mosquitto'),
      )

    test.each([NASTY_NAME, 'pw', 'plain', 'sock', 'small'])(
      'the commands in the pem bundle of %s work',
      async (name) => {
        const [subscribe = '', publish = ''] = commandsFor(name, 'pem')
        const cwd = world.folderOf(name, 'pem')
        const listening = await startListening(world.broker, ['sh', '-c', `exec ${subscribe}`], cwd)
        await run('sh', ['-c', `${publish} -i other`], { cwd })
        expect(await listening.message()).toBe(HELLO)
        expect(world.broker.log()).toContain(`u'${name}'`)
      },
    )

    test.each([NASTY_NAME, 'pw', 'plain', 'sock', 'small'])(
      'mosquitto_pub and mosquitto_sub read the option files of %s',
      async (name) => {
        const [subscribe = '', publish = ''] = commandsFor(name, 'mosquitto')
        const cwd = world.folderOf(name, 'mosquitto')
        const listening = await startListening(
          world.broker,
          ['sh', '-c', `exec env ${subscribe} -i other`],
          cwd,
        )
        await run('sh', ['-c', publish], { cwd })
        expect(await listening.message()).toBe(HELLO)
        expect(world.broker.log()).toContain(`as ${CLIENT_ID} (p2, c1, k60, u'${name}').`)
        expect(world.broker.log()).toContain(WILL_TOPIC)
      },
    )

    test.each(['web', 'webs'])('the command of MQTT.js in the pem bundle of %s works', async (name) => {
      const [subscribe = ''] = commandsFor(name, 'pem')
      const script = `mqtt() { exec "${process.execPath}" "${MQTT_COMMAND}" "$@"; }; ${subscribe}`
      const listening = await startListening(world.broker, ['sh', '-c', script], world.folderOf(name, 'pem'))
      await publishHello()
      expect(await listening.message()).toContain('hello')
    })

    test.each([NASTY_NAME, 'pw', 'plain', 'sock', 'small', 'web', 'webs'])(
      'the MQTT.js starter of %s prints what arrives',
      async (name) => {
        const cwd = world.folderOf(name, 'nodejs')
        symlinkSync(NODE_MODULES, join(cwd, 'node_modules'))
        const listening = await startListening(world.broker, [process.execPath, 'client.mjs'], cwd)
        await publishHello()
        expect(await listening.message()).toBe(HELLO)
      },
    )

    test('the MQTT.js starter publishes, and says when it is refused', async () => {
      const listening = await listenForHello()
      await run(process.execPath, ['client.mjs', TOPIC, 'hello'], {
        cwd: world.folderOf(NASTY_NAME, 'nodejs'),
      })
      expect(await listening.message()).toBe(HELLO)
      const cwd = world.folderOf('pw', 'nodejs')
      writeFileSync(join(cwd, 'client.password'), 'wrong')
      const refused = run(process.execPath, ['client.mjs', TOPIC, 'hello'], { cwd })
      await expect(refused).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('refused') })
    })

    test('the MQTT.js starter fails where its message may not go', async () => {
      const cwd = world.folderOf(NASTY_NAME, 'nodejs')
      const denied = run(process.execPath, ['client.mjs', CLOSED_TOPIC, 'hello'], { cwd })
      await expect(denied).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Not authorized'),
      })
    })

    describe.skipIf(pythonWithPaho() === undefined)('the paho-mqtt starter', () => {
      const python = pythonWithPaho() ?? ''

      test.each([NASTY_NAME, 'pw', 'plain', 'web', 'webs'])('of %s prints what arrives', async (name) => {
        const cwd = world.folderOf(name, 'python')
        const listening = await startListening(world.broker, [python, 'client.py'], cwd)
        await publishHello()
        expect(await listening.message()).toBe(HELLO)
      })

      test('publishes, and says when it is refused', async () => {
        const listening = await listenForHello()
        await run(python, ['client.py', TOPIC, 'hello'], { cwd: world.folderOf(NASTY_NAME, 'python') })
        expect(await listening.message()).toBe(HELLO)
        const cwd = world.folderOf('pw', 'python')
        writeFileSync(join(cwd, 'client.password'), 'wrong')
        const refused = run(python, ['client.py', TOPIC, 'hello'], { cwd })
        await expect(refused).rejects.toMatchObject({
          code: 1,
          stderr: expect.stringContaining('the broker refuses'),
        })
      })
    })
  },
)

test('a Python with paho-mqtt is installed in CI', () => {
  if (pythonWithPaho() !== undefined) return
  if (process.env.CI !== 'true')
    console.warn('SKIPPED "the paho-mqtt starter": no python3 with paho-mqtt here')
  expect(process.env.CI).not.toBe('true')
})
