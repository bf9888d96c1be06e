/** `mosquitto_pub`, `mosquitto_sub` and `mosquitto_rr`, as people use them in a shell; both brokers must serve them alike. */

import { expect, test } from 'vitest'
import { messageLines, pub, type RunningProgram, rr, startSub } from '../support/mosquitto-clients.ts'
import type { Access } from '../support/peer-client.ts'
import { describeOnBoth, type Engine, placeBroker } from '../support/running-broker.ts'

const VERSIONS = [3, 4, 5] as const
const PROGRAMS = ['mosquitto_pub', 'mosquitto_sub', 'mosquitto_rr', 'stdbuf']

async function openBroker(engine: Engine): Promise<Access> {
  const { port } = await placeBroker(engine, 'listener PORT 127.0.0.1\nallow_anonymous true\n')
  return { transport: 'tcp', port }
}

async function linesOf(program: RunningProgram): Promise<readonly string[]> {
  return messageLines(await program.ended)
}

describeOnBoth('the programs of mosquitto', PROGRAMS, (engine) => {
  test.each(VERSIONS)('send and print messages of each QoS, with version %i', async (version) => {
    const access = await openBroker(engine)
    const sub = startSub(access, { version, args: ['-t', 'a/+', '-q', '2', '-C', '3'] })
    await sub.subscribed
    for (const qos of ['0', '1', '2'])
      await pub(access, { version, args: ['-t', `a/${qos}`, '-m', 'x', '-q', qos] })
    expect((await linesOf(sub)).toSorted()).toEqual(['a/0 x 0 0', 'a/1 x 1 0', 'a/2 x 2 0'])
  })

  test.each(VERSIONS)('keep a retained message and take it back, with version %i', async (version) => {
    const access = await openBroker(engine)
    const send = (...args: string[]) => pub(access, { version, args: ['-q', '1', ...args] })
    await send('-t', 'r', '-m', 'kept', '-r')
    expect(await linesOf(startSub(access, { version, args: ['-t', 'r', '-C', '1'] }))).toEqual(['r kept 0 1'])
    await send('-t', 'r', '-n', '-r')
    await send('-t', 's', '-m', 'other', '-r')
    expect(await linesOf(startSub(access, { version, args: ['-t', '#', '-C', '1'] }))).toEqual([
      's other 0 1',
    ])
  })

  test.each(VERSIONS)('leave a will when they are killed, with version %i', async (version) => {
    const access = await openBroker(engine)
    const watcher = startSub(access, { version, args: ['-t', 'will/#', '-C', '1'] })
    const will = (name: string) => ['--will-topic', `will/${name}`, '--will-payload', 'gone']
    const polite = startSub(access, { version, args: ['-t', 'go', '-C', '1', ...will('polite')] })
    const killed = startSub(access, { version, args: ['-t', 'x', ...will('killed')] })
    await Promise.all([watcher, polite, killed].map(({ subscribed }) => subscribed))
    await pub(access, { version, args: ['-t', 'go', '-m', 'x'] })
    await polite.ended
    // The signal goes to `stdbuf`, which has become the program.
    await killed.kill()
    expect(await linesOf(watcher)).toEqual(['will/killed gone 0 0'])
  })

  test.each(VERSIONS)('find their session again, with version %i', async (version) => {
    const access = await openBroker(engine)
    const expiry = version === 5 ? ['-x', '600'] : []
    const args = ['-t', 's', '-q', '1', '-i', 'lasting', '-c', ...expiry]
    const first = startSub(access, { version, args: [...args, '-C', '1'] })
    await first.subscribed
    await pub(access, { version, args: ['-t', 's', '-m', 'go', '-q', '1'] })
    await first.ended
    for (const payload of ['1', '2'])
      await pub(access, { version, args: ['-t', 's', '-m', payload, '-q', '1'] })
    const second = startSub(access, { version, args: [...args, '-C', '2'] })
    expect(await linesOf(second)).toEqual(['s 1 1 0', 's 2 1 0'])
  })

  test('ask and answer: mosquitto_rr', async () => {
    const access = await openBroker(engine)
    const answerer = startSub(access, { args: ['-t', 'question', '-C', '1', '-F', '> %R %D %p'] })
    await answerer.subscribed
    const asked = rr(access, {
      args: ['-t', 'question', '-e', 'answer', '-m', 'how many', '-D', 'publish', 'correlation-data', 'c1'],
    })
    expect(messageLines(await answerer.ended)).toEqual(['answer c1 how many'])
    await pub(access, { args: ['-t', 'answer', '-m', 'three', '-D', 'publish', 'correlation-data', 'c1'] })
    expect(await asked).toMatchObject({ exitCode: 0, stdout: 'three\n' })
  })

  test('share a subscription', async () => {
    const access = await openBroker(engine)
    const subs = [1, 2].map(() => startSub(access, { args: ['-t', '$share/g/t', '-q', '1', '-C', '3'] }))
    await Promise.all(subs.map(({ subscribed }) => subscribed))
    for (const payload of ['1', '2', '3', '4', '5', '6'])
      await pub(access, { args: ['-t', 't', '-m', payload, '-q', '1'] })
    const lines = await Promise.all(subs.map(linesOf))
    expect(lines.flat().toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `t ${n} 1 0`))
  })

  test('are told why they may not come in', async () => {
    const { port } = await placeBroker(engine, 'listener PORT 127.0.0.1\nallow_anonymous false\n')
    const ran = await pub({ transport: 'tcp', port }, { version: 4, args: ['-t', 'x', '-m', 'x'] })
    expect(ran).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('not authorised') })
  })
})
