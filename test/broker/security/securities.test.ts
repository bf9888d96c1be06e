import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ListenerConfig } from '../../../src/broker/config/broker-config.ts'
import { Authenticator } from '../../../src/broker/security/authenticate.ts'
import { readSecurities } from '../../../src/broker/security/securities.ts'
import { SecurityGate } from '../../../src/broker/security/security-gate.ts'
import { listenerOf, securityOf } from './listener-of.ts'

const { config: DEFAULTS } = securityOf()

function broker(
  security: Partial<typeof DEFAULTS>,
  listeners: readonly Partial<ListenerConfig>[],
  perListenerSettings = false,
): Parameters<typeof readSecurities>[0] {
  return {
    security: { ...DEFAULTS, ...security },
    listeners: listeners.map(listenerOf),
    perListenerSettings,
  }
}

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-securities-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'file')
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

async function gateOf(config: Parameters<typeof readSecurities>[0]): Promise<SecurityGate> {
  const { securities } = await readSecurities(config)
  if (securities === undefined) throw new Error('the files are wrong')
  const authenticator = new Authenticator(() => 0)
  onTestFinished(() => authenticator.close())
  return new SecurityGate(authenticator, securities)
}

test('one set of files is for all listeners', async () => {
  const gate = await gateOf(broker({ aclFile: file('topic read a\n') }, [{ name: '1' }, { name: '2' }]))
  for (const name of ['1', '2', 'gone', undefined]) {
    const rights = gate.rightsOf(name, 'c', undefined)
    expect([rights.mayRead('a'), rights.mayRead('b')]).toEqual([true, false])
  }
})

test('with per_listener_settings each has its own, and one without a file is open', async () => {
  const listeners = [
    { name: '1', security: { ...DEFAULTS, aclFile: file('topic read a\n') } },
    { name: '2', security: DEFAULTS },
  ]
  const gate = await gateOf(broker({}, listeners, true))
  const mayRead = (name: string | undefined) =>
    ['a', 'b'].filter((topic) => gate.rightsOf(name, 'c', undefined).mayRead(topic))
  expect(mayRead('1')).toEqual(['a'])
  expect(mayRead('2')).toEqual(['a', 'b'])
  expect(mayRead('gone'), 'the rules of a listener that is gone are not known').toEqual([])
  expect(mayRead(undefined)).toEqual([])
  expect(gate.rightsOf('gone', 'c', undefined).reason('a', 'read')).toContain('no longer there')
})

test('a listener may have its own files without per_listener_settings, as by plugins; the others have the common ones', async () => {
  const common = { aclFile: file('topic read a\n') }
  const own = { ...DEFAULTS, aclFile: file('topic read b\n') }
  const gate = await gateOf(broker(common, [{ name: '1', security: own }, { name: '2' }]))
  const mayRead = (name: string) =>
    ['a', 'b'].filter((topic) => gate.rightsOf(name, 'c', undefined).mayRead(topic))
  expect([mayRead('1'), mayRead('2'), mayRead('gone')]).toEqual([['b'], ['a'], ['a']])
})

test('listeners that name the same files share what was read, but not their other options', async () => {
  const aclFile = file('topic read a\n')
  const listeners = [
    { name: '1', security: { ...DEFAULTS, aclFile } },
    { name: '2', security: { ...DEFAULTS, aclFile, allowAnonymous: true } },
  ]
  const gate = await gateOf(broker({}, listeners, true))
  expect(gate.securityOf('1').access).toBe(gate.securityOf('2').access)
  expect(gate.securityOf('1').config.allowAnonymous).toBe(false)
  expect(gate.securityOf('2').config.allowAnonymous).toBe(true)
})

test('what is wrong for one listener is wrong for the broker, and is said once', async () => {
  const wrong = { ...DEFAULTS, aclFile: file('topics a\n') }
  const config = broker(
    {},
    [{ name: '1', security: wrong }, { name: '2', security: wrong }, { name: '3' }],
    true,
  )
  const reading = await readSecurities(config)
  expect(reading.securities).toBeUndefined()
  expect(reading.isUnopened).toBe(false)
  expect(reading.diagnostics.map(({ code }) => code)).toEqual(['acl-line-unknown'])
  const missing = await readSecurities(broker({ passwordFile: '/nonexistent/passwords' }, []))
  expect([missing.securities, missing.isUnopened]).toEqual([undefined, true])
})

test('keys of PSK identities are bytes', async () => {
  const gate = await gateOf(broker({ pskFile: file('ada:00FFab\nbob:abc\n') }, [{ name: '1' }]))
  expect(gate.pskKey('1', 'ada')).toEqual(Buffer.of(0, 255, 0xab))
  expect(gate.pskKey('1', 'bob')).toEqual(Buffer.of(0x0a, 0xbc))
  expect(gate.pskKey('1', 'eve')).toBeUndefined()
})
