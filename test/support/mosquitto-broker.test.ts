import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { freePort, MosquittoRefusal, startMosquitto } from './mosquitto-broker.ts'
import { admits } from './mosquitto-client.ts'
import { describeWithPeers } from './real-peer.ts'

const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

function place(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-broker-'))
  cleanUps.push(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), content, { mode: 0o600 })
  return folder
}

async function start(files: Record<string, string>, ports?: ReadonlyMap<number, number>) {
  const folder = place(files)
  const broker = await startMosquitto({ conf: join(folder, 'mosquitto.conf'), ...(ports && { ports }) })
  cleanUps.push(() => broker.stop())
  return broker
}

describeWithPeers(['mosquitto'], 'starting mosquitto', () => {
  test('is quiet about a healthy configuration, and ends with status 0', async () => {
    const conf = `listener ${await freePort()} 127.0.0.1\nallow_anonymous true\nacl_file acl\n`
    const broker = await start({ 'mosquitto.conf': conf, acl: 'topic read #\n' })
    expect(await broker.complaints()).toEqual([])
    expect(await broker.stop()).toBe(0)
  })

  test('does not run it as root', async () => {
    const broker = await start({ 'mosquitto.conf': `listener ${await freePort()} 127.0.0.1\n` })
    expect(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${broker.pid}/status`, 'utf8'))?.[1]).not.toBe('0')
  })

  test.each([
    ['a pattern without %u or %c', 'acl_file acl\n', "ACL pattern 'a' does not contain"],
    ['a deprecated option', 'allow_duplicate_messages true\n', 'is now deprecated'],
    [
      'a bridge to an unknown host',
      'connection a\naddress host.invalid\ntopic a\n',
      'Error resolving bridge address',
    ],
  ])('reports %s', async (_, lines, complaint) => {
    const conf = `listener ${await freePort()} 127.0.0.1\n${lines}`
    const broker = await start({ 'mosquitto.conf': conf, acl: 'pattern read a\n' })
    expect(await broker.complaints()).toEqual([expect.stringContaining(complaint)])
  })

  test('rejects with its status and words when it refuses the configuration', async () => {
    const refusal = await start({ 'mosquitto.conf': 'listener 1\nno_such_option 1\n' }).catch(
      (error: unknown) => error,
    )
    expect(refusal).toBeInstanceOf(MosquittoRefusal)
    expect(refusal).toMatchObject({ exitCode: 3, log: expect.stringContaining('no_such_option') })
  })

  test('rejects when the port is taken', async () => {
    const conf = `listener ${await freePort()} 127.0.0.1\n`
    await start({ 'mosquitto.conf': conf })
    await expect(start({ 'mosquitto.conf': conf })).rejects.toMatchObject({ exitCode: 1 })
  })

  test('moves ports, and leaves the given file alone', async () => {
    const port = await freePort()
    const files = { 'mosquitto.conf': 'listener 1883 127.0.0.1\nallow_anonymous true\n' }
    await start(files, new Map([[1883, port]]))
    expect(await admits({ url: `mqtt://127.0.0.1:${port}` })).toBe(true)
  })

  test('reads changed files at a reload', async () => {
    const port = await freePort()
    const folder = place({ 'mosquitto.conf': `listener ${port} 127.0.0.1\nallow_anonymous false\n` })
    const broker = await startMosquitto({ conf: join(folder, 'mosquitto.conf') })
    cleanUps.push(() => broker.stop())
    expect(await admits({ url: `mqtt://127.0.0.1:${port}` })).toBe(false)
    writeFileSync(join(folder, 'mosquitto.conf'), `listener ${port} 127.0.0.1\nallow_anonymous true\n`)
    await broker.reload()
    expect(await admits({ url: `mqtt://127.0.0.1:${port}` })).toBe(true)
  })
})
