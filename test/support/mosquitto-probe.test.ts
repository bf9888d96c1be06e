import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { freePort } from './mosquitto-broker.ts'
import { admits, ConnectionRefused } from './mosquitto-client.ts'
import {
  decideOnBroker,
  type ObservedBroker,
  observeMosquitto,
  type ProbeQuestion,
  probePublish,
  probeReceive,
} from './mosquitto-probe.ts'
import { describeWithPeers, needPeer } from './real-peer.ts'

const DYNAMIC_SECURITY = '/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so'

const ACL = `topic read news/#
pattern readwrite home/%u/#
pattern deny home/%u/secret/#
user ada
topic read plant/+/state
topic write plant/+/set
topic readwrite a topic/with blanks
user bob
topic readwrite plant/#
topic deny plant/2/#
topic write $tree/bob
`

/** user, action, topic, and what a reader of the ACL file expects. */
const EXPECTED = [
  ['ada', 'subscribe', 'plant/1/state', true],
  ['ada', 'publish', 'plant/1/state', false],
  ['ada', 'publish', 'plant/1/set', true],
  ['ada', 'subscribe', 'plant/1/set', false],
  ['ada', 'publish', 'a topic/with blanks', true],
  ['ada', 'subscribe', 'a topic/with blanks', true],
  ['ada', 'subscribe', 'news/today', false],
  ['ada', 'publish', 'home/ada/lamp', true],
  ['ada', 'subscribe', 'home/ada', true],
  ['ada', 'subscribe', 'home/bob/lamp', false],
  ['ada', 'publish', 'home/ada/secret/x', false],
  ['bob', 'publish', 'plant/1/state', true],
  ['bob', 'subscribe', 'plant', true],
  ['bob', 'publish', 'plant/2/state', false],
  ['bob', 'subscribe', 'plant/2', false],
  ['bob', 'publish', '$tree/bob', true],
  ['bob', 'subscribe', '$tree/bob', false],
  ['bob', 'publish', '$SYS/broker/uptime', false],
  ['cyd', 'publish', 'home/cyd/lamp', true],
  ['cyd', 'publish', 'plant/1/set', false],
  [undefined, 'subscribe', 'news/today', true],
  [undefined, 'publish', 'news/today', false],
  [undefined, 'publish', 'home/ada/lamp', false],
] as const

const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** A folder with `files`, and an observed broker on its `mosquitto.conf`. */
async function observe(files: Record<string, string>, trees: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-probe-'))
  cleanUps.push(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), content, { mode: 0o600 })
  const observed = await observeMosquitto({ conf: join(folder, 'mosquitto.conf'), trees })
  cleanUps.push(() => observed.stop())
  return { folder, observed }
}

async function observeAcl(trees: readonly string[] = []) {
  const port = await freePort()
  const conf = `listener ${port} 127.0.0.1\nallow_anonymous true\nacl_file acl\n`
  return { url: `mqtt://127.0.0.1:${port}`, ...(await observe({ 'mosquitto.conf': conf, acl: ACL }, trees)) }
}

function questions(url: string): ProbeQuestion[] {
  return EXPECTED.map(([username, action, topic]) => ({
    user: { url, ...(username !== undefined && { username }) },
    action,
    topic,
  }))
}

/** The rows that the broker decides differently, as text. */
async function surprises(observed: ObservedBroker, url: string): Promise<string[]> {
  const verdicts = await decideOnBroker(observed, questions(url))
  return EXPECTED.filter(([, , , expected], i) => verdicts[i] !== expected).map((row) =>
    row.slice(0, 3).join(' '),
  )
}

describeWithPeers(['mosquitto'], 'probing an ACL file', () => {
  test('gives the verdicts that its text says', async () => {
    const { observed, url } = await observeAcl()
    expect(await surprises(observed, url)).toEqual([])
  })

  test('sees a topic below $ arrive when its tree is named', async () => {
    const { observed, url } = await observeAcl(['$tree/#'])
    expect(await surprises(observed, url)).toEqual([])
  })

  test.each([
    [
      'topic write plant/+/set',
      'topic read plant/+/set',
      ['ada publish plant/1/set', 'ada subscribe plant/1/set'],
    ],
    ['topic deny plant/2/#', 'topic deny plant/3/#', ['bob publish plant/2/state', 'bob subscribe plant/2']],
    ['pattern deny home/%u/secret/#', '# none', ['ada publish home/ada/secret/x']],
    ['topic read news/#', 'topic readwrite news/#', [' publish news/today']],
  ])('notices the planted fault "%s" -> "%s"', async (right, wrong, noticed) => {
    const { observed, url, folder } = await observeAcl()
    writeFileSync(join(folder, 'acl'), ACL.replace(right, wrong))
    await observed.reload()
    expect(await surprises(observed, url)).toEqual(noticed)
  })

  test('asks one question at a time, too', async () => {
    const { observed, url } = await observeAcl()
    expect(await probePublish(observed, { url, username: 'ada' }, 'plant/1/set')).toBe(true)
    expect(await probePublish(observed, { url, username: 'ada' }, 'plant/1/get')).toBe(false)
    expect(await probeReceive(observed, { url, username: 'ada' }, 'plant/1/state')).toBe(true)
    expect(await probeReceive(observed, { url, username: 'ada' }, 'plant/1/set')).toBe(false)
  })

  test('keeps thousands of answers apart', async () => {
    const { observed, url } = await observeAcl()
    const many = Array.from({ length: 100 }, () => questions(url)).flat()
    const expected = Array.from({ length: 100 }, () => EXPECTED.map(([, , , verdict]) => verdict)).flat()
    expect(await decideOnBroker(observed, many)).toEqual(expected)
  })

  test('takes users who share a client id one after the other', async () => {
    const { observed, url } = await observeAcl()
    const asked = questions(url).map((question) => ({
      ...question,
      user: { ...question.user, clientId: 'same' },
    }))
    expect(await decideOnBroker(observed, asked)).toEqual(EXPECTED.map(([, , , verdict]) => verdict))
  })

  test('refuses to send what no client may send', async () => {
    const { observed, url } = await observeAcl()
    await expect(
      decideOnBroker(observed, [{ user: { url }, action: 'publish', topic: 'a/+' }]),
    ).rejects.toThrow(RangeError)
  })

  test('throws when the acknowledgement and the observed message disagree', async () => {
    const port = await freePort()
    const conf = `listener ${port} 127.0.0.1\nmount_point elsewhere/\nallow_anonymous true\n`
    const { observed } = await observe({ 'mosquitto.conf': conf })
    await expect(probePublish(observed, { url: `mqtt://127.0.0.1:${port}` }, 'x')).rejects.toThrow(
      'did not arrive',
    )
  })

  test('needs a tree, or an acknowledgement, to judge a topic below $', async () => {
    const port = await freePort()
    const conf = `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_qos 0\n`
    const { observed } = await observe({ 'mosquitto.conf': conf })
    const user = { url: `mqtt://127.0.0.1:${port}` }
    await expect(probePublish(observed, user, '$tree/x')).rejects.toThrow('name its tree')
    expect(await probePublish(observed, user, 'tree/x')).toBe(true)
    expect(await probeReceive(observed, user, 'tree/x')).toBe(true)
  })
})

describeWithPeers(['mosquitto'], 'probing other ways in', () => {
  test('says who is let in, and throws instead of calling the others denied', async () => {
    const port = await freePort()
    const url = `mqtt://127.0.0.1:${port}`
    const { observed } = await observe({ 'mosquitto.conf': `listener ${port} 127.0.0.1\n` })
    expect(await admits({ url, username: 'ada', password: 'wrong' })).toBe(false)
    const refusal = await probePublish(observed, { url, username: 'ada' }, 'x').catch(
      (error: unknown) => error,
    )
    expect(refusal).toBeInstanceOf(ConnectionRefused)
    expect(refusal).toMatchObject({ reasonCode: 0x87, message: expect.stringContaining('ada is refused') })
  })

  test('a port where nobody listens is a failure, not a refusal', async () => {
    const url = `mqtt://127.0.0.1:${await freePort()}`
    await expect(admits({ url })).rejects.toThrow('nobody listens')
  })

  test('follows per-listener files over PSK, websockets and a Unix socket', async () => {
    const [psk, ws] = [await freePort(), await freePort()]
    const { observed, folder } = await observe({
      'mosquitto.conf': [
        'per_listener_settings true',
        `listener ${psk} 127.0.0.1\npsk_hint hint\npsk_file psk\nuse_identity_as_username true\nacl_file psk.acl`,
        `listener ${ws} 127.0.0.1\nsocket_domain ipv4\nprotocol websockets\nallow_anonymous true\nacl_file ws.acl`,
        'listener 0 m.sock\nallow_anonymous true\nacl_file sock.acl\n',
      ].join('\n'),
      psk: 'meter:c0ffee\n',
      'psk.acl': 'user meter\ntopic write by/psk\n',
      'ws.acl': 'topic write by/ws\n',
      'sock.acl': 'topic write by/socket\n',
    })
    const users = [
      { url: `mqtts://127.0.0.1:${psk}`, psk: { identity: 'meter', key: 'c0ffee' } },
      { url: `ws://127.0.0.1:${ws}` },
      { url: `mqtt+unix://${folder}/m.sock` },
    ]
    const asked = users.flatMap((user) =>
      ['by/psk', 'by/ws', 'by/socket'].map((topic) => ({ user, action: 'publish' as const, topic })),
    )
    expect(await decideOnBroker(observed, asked)).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      true,
    ])
    const [meter] = users
    expect(await admits({ url: meter?.url ?? '', psk: { identity: 'meter', key: 'c0ffef' } })).toBe(false)
  })

  test('works beside the dynamic-security plugin, whose SUBSCRIBE can be refused', async () => {
    const port = await freePort()
    const acl = (acltype: string, topic: string) => ({ acltype, topic, priority: 0, allow: true })
    const acls = [
      acl('publishClientSend', 'up/#'),
      acl('publishClientReceive', '#'),
      acl('subscribePattern', 'down/#'),
    ]
    const state = {
      groups: [{ groupname: 'anybody', roles: [{ rolename: 'guest' }] }],
      anonymousGroup: 'anybody',
      roles: [{ rolename: 'guest', acls }],
    }
    const plugin = `plugin ${DYNAMIC_SECURITY}\nplugin_opt_config_file state.json\nallow_anonymous true\n`
    const { observed } = await observe({
      'mosquitto.conf': `${plugin}listener ${port} 127.0.0.1\n`,
      'state.json': JSON.stringify(state),
    })
    const user = { url: `mqtt://127.0.0.1:${port}` }
    const asked = (['publish', 'subscribe'] as const).flatMap((action) =>
      ['up/1', 'down/1'].map((topic) => ({ user, action, topic })),
    )
    expect(await decideOnBroker(observed, asked)).toEqual([true, false, false, true])
  })
})

/** A self-signed certificate, which is its own trust anchor. */
function selfSigned(commonName: string): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-probe-pki-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const names = ['-subj', `/CN=${commonName}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync(needPeer('openssl'), ['req', '-x509', ...curve, ...names, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  })
  const pair = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  rmSync(folder, { recursive: true })
  return pair
}

describeWithPeers(['mosquitto', 'openssl'], 'probing with certificates', () => {
  test('the common name is the user; a stranger is refused', async () => {
    const [server, device, stranger] = [selfSigned('broker'), selfSigned('device'), selfSigned('device')]
    const port = await freePort()
    const { observed } = await observe({
      'mosquitto.conf': [
        `listener ${port} 127.0.0.1`,
        'cafile clients.pem\ncertfile server.pem\nkeyfile server.key',
        'require_certificate true\nuse_identity_as_username true',
        'acl_file acl\n',
      ].join('\n'),
      'clients.pem': device.cert,
      'server.pem': server.cert,
      'server.key': server.key,
      acl: 'user device\ntopic write by/device\n',
    })
    const url = `mqtts://127.0.0.1:${port}`
    const user = { url, ca: server.cert, ...device }
    expect(await probePublish(observed, user, 'by/device')).toBe(true)
    expect(await probePublish(observed, user, 'by/others')).toBe(false)
    expect(await admits({ url, ca: server.cert, ...stranger })).toBe(false)
    expect(await admits({ url, ca: server.cert })).toBe(false)
    expect(await admits({ url, ca: stranger.cert, ...device })).toBe(false)
  })
})
