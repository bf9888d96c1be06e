import { describe, expect, test } from 'vitest'
import { configOf, load, said } from './read-config.ts'

const HEAD = 'connection b\naddress h\n'

describe('bridges', () => {
  test('begin with their names, and options belong to the one above', () => {
    const { bridges } = configOf(
      'connection a\naddress x\ntopic #\nconnection b\naddress y:1884\ntopic a in\ncleansession true',
    )
    expect(bridges.map(({ name, addresses, cleanSession }) => [name, addresses, cleanSession])).toEqual([
      ['a', [{ host: 'x', port: 1883 }], false],
      ['b', [{ host: 'y', port: 1884 }], true],
    ])
  })

  test.each([
    ['connection «b»\naddress h', 'bridge-invalid: the bridge "b" has no "topic"'],
    ['connection «b»\ntopic #', 'bridge-invalid: the bridge "b" has no "address"'],
    [`${HEAD}topic #\nconnection «b»\naddress h\ntopic #`, 'bridge-invalid: there are two bridges named "b"'],
    ['«connection»', 'conf-value-missing: "connection" has no value'],
    ['«cleansession» true', 'option-needs-bridge: "cleansession" stands before any bridge'],
    ['«topic» #', 'option-needs-bridge: "topic" stands before any bridge'],
    [
      `${HEAD}topic #\nremote_clientid r\nconnection «c»\naddress h\ntopic #\nremote_clientid r`,
      'bridge-invalid: two bridges have the local_clientid "local.r"',
    ],
    [
      `${HEAD}topic #\nremote_clientid r\nconnection «c»\naddress h\ntopic #\nlocal_clientid local.r`,
      'bridge-invalid: two bridges have the local_clientid "local.r"',
    ],
    [
      `${HEAD}topic #\nremote_clientid here.c\nconnection «c»\naddress h\ntopic #`,
      'bridge-invalid: two bridges have the local_clientid "local.here.c"',
    ],
    ['connection b «two»\naddress h\ntopic #', 'conf-text-ignored: "two" is ignored'],
    [`${HEAD}topic #\n«bridge_identity» i`, 'bridge-invalid: "bridge_identity" needs "bridge_psk"'],
    [`${HEAD}topic #\n«bridge_psk» 00`, 'bridge-invalid: "bridge_psk" needs "bridge_identity"'],
    [
      `${HEAD}topic #\n«bridge_identity» i\nbridge_psk 00\nbridge_cafile c`,
      'psk-and-certificate: "bridge_identity" and "bridge_cafile" exclude each other',
    ],
    [
      `${HEAD}topic #\nbridge_capath c\nbridge_identity i\n«bridge_psk» 00`.replace(
        'bridge_identity i\n«bridge_psk»',
        '«bridge_identity» i\nbridge_psk',
      ),
      'psk-and-certificate: "bridge_identity" and "bridge_capath" exclude each other',
    ],
    [
      `${HEAD}topic #\nbridge_cafile a\n«bridge_certfile» c`,
      'certificate-incomplete: "bridge_certfile" needs "bridge_keyfile"',
    ],
    [
      `${HEAD}topic #\nbridge_cafile a\n«bridge_keyfile» c`,
      'certificate-incomplete: "bridge_keyfile" needs "bridge_certfile"',
    ],
  ])('%j', (text, message) => {
    expect(said(text)).toEqual([message])
  })

  test('two with other client identifiers, or none, may be', () => {
    expect(
      said(
        `${HEAD}topic #\nremote_clientid r\nconnection c\naddress h\ntopic #\nremote_clientid s\nconnection d\naddress h\ntopic #`,
      ),
    ).toEqual([])
  })
})

describe('addresses', () => {
  const addresses = (text: string) =>
    load(`connection b\n${text}\ntopic #`).config?.bridges[0]?.addresses.map(
      ({ host, port }) => `${host} ${port}`,
    )

  test.each([
    ['address h', ['h 1883']],
    ['address h:1', ['h 1']],
    ['addresses a:1 b  c:65535 # d e', ['a 1', 'b 1883', 'c 65535']],
    ['address ::1:1884', ['::1 1884']],
    ['address fe80::1:1884', ['fe80::1 1884']],
    ['address h:1x', ['h 1']],
  ])('%j', (text, expected) => {
    expect(addresses(text)).toEqual(expected)
  })

  test.each([
    ['address «h:0»', '"h:0" has no port from 1 to 65535 behind its last colon'],
    ['address «h:65536»', '"h:65536" has no port from 1 to 65535 behind its last colon'],
    ['address «h:mqtt»', '"h:mqtt" has no port from 1 to 65535 behind its last colon'],
    ['address a «:1883»', '":1883" names no host'],
    ['address «::1»', '"::1" is not read as an address: what follows the last colon is the port'],
    [
      'address «[::1]:1884»',
      '"[::1]:1884" is not read as an address: what follows the last colon is the port',
    ],
    ['address «# c»', 'there is no address'],
  ])('%j', (text, message) => {
    expect(said(`connection b\n${text}\ntopic #`)).toEqual([`bridge-address-invalid: ${message}`])
  })

  test.each([
    ['::1', 'write ::1:1883'],
    ['[::1]:1884', 'write ::1:1884'],
    ['[::1]', 'write ::1:1883'],
  ])('%s: %s', (address, hint) => {
    const { diagnostics } = load(`connection b\naddress ${address}\ntopic #`)
    expect(diagnostics.map((one) => one.hint)).toEqual([hint])
  })
})

describe('topic lines', () => {
  const topics = (text: string) => load(HEAD + text).config?.bridges[0]?.topics
  const line = (
    pattern: string | undefined,
    direction: string,
    qos: number,
    localPrefix = '',
    remotePrefix = '',
  ) => ({
    ...(pattern !== undefined && { pattern }),
    direction,
    qos,
    localPrefix,
    remotePrefix,
  })

  test.each([
    ['topic #', line('#', 'out', 0)],
    ['topic  a/b   in', line('a/b', 'in', 0)],
    ['topic a/b BOTH 2', line('a/b', 'both', 2)],
    ['topic a out 1 l/ r/', line('a', 'out', 1, 'l/', 'r/')],
    ['topic a out 1 l/', line('a', 'out', 1, 'l/')],
    ['topic a out 1 "" r/', line('a', 'out', 1, '', 'r/')],
    ['topic a out 1 l/ ""', line('a', 'out', 1, 'l/')],
    ['topic "" out 1 l r', line(undefined, 'out', 1, 'l', 'r')],
    ['topic a out 1 # c d', line('a', 'out', 1)],
    ['topic a out # c d', line('a', 'out', 0)],
    ['topic a out 1 l/ # c', line('a', 'out', 1, 'l/')],
    ['topic "a b/c" in 1 l/ r/', line('a b/c', 'in', 1, 'l/', 'r/')],
    ['topic "a  b c"', line('a  b c', 'out', 0)],
  ])('%j', (text, expected) => {
    expect(topics(text)).toEqual([expected])
    expect(said(HEAD + text)).toEqual([])
  })

  test.each([
    ['topic a «sideways»', '"sideways" is none of in, out and both'],
    ['topic a «#» c', '"#" is none of in, out and both'],
    ['topic a out «3»', '"3" is no QoS'],
    ['topic a out «-1»', '"-1" is no QoS'],
    ['topic «a out 1 l/# r/»', '"l/#" is no prefix: it may not hold wildcards'],
    ['topic «a out 1 l/ +/»', '"+/" is no prefix: it may not hold wildcards'],
    [
      'topic «a/#/b out 1 l/ r/»',
      '"l/a/#/b" is no topic filter: the wildcard "#" may only be the last level',
    ],
    [
      'topic «# out 1 l r/»',
      '"l#" is no topic filter: the wildcards "+" and "#" must stand alone in their level',
    ],
    ['topic «a/#b»', '"a/#b" is no topic filter: the wildcards "+" and "#" must stand alone in their level'],
    ['topic «"" out 1 l»', 'an empty pattern needs a prefix on both sides'],
    ['topic «"" out»', 'an empty pattern needs a prefix on both sides'],
    ['topic «"a" out»', 'the quotes are not for this'],
    ['topic «"a b out»', 'the quotes are not for this'],
  ])('%j', (text, message) => {
    expect(said(HEAD + text)).toEqual([`bridge-topic-invalid: ${message}`])
  })

  test.each([
    [
      'topic a out «local/» remote/',
      'bridge-topic-qos: "local/" stands where the QoS is expected, and means 0',
    ],
    ['topic a out 1 l/ r/ «more of it»', 'conf-text-ignored: "more of it" is ignored'],
  ])('%j', (text, message) => {
    expect(said(HEAD + text)).toEqual([message])
    expect(topics(text)).toHaveLength(1)
  })

  // The examples of `bridge__find_topic`: what is missing in the first line equals anything.
  test.each([
    ['topic a/# out 0', 'topic a/# out 0'],
    ['topic a/# out 0', 'topic a/# out 0 L/ R/'],
    ['topic a/# out 0 L/ R/', 'topic a/# out 0'],
    ['topic a/# out 0 L/', 'topic a/# out 0 L/ R/'],
    ['topic "" out 0 x y', 'topic t/# out 0'],
    ['topic "" out 0 x y', 'topic "" out 0 x y'],
  ])('of %j and %j the second does nothing', (first, second) => {
    expect(topics(`${first}\n${second}`)).toHaveLength(1)
    expect(said(`${HEAD}${first}\ntopic «${second.slice('topic '.length)}»`)).toEqual([
      'bridge-topic-dropped: the line is taken for a repetition, and does nothing',
    ])
  })

  test.each([
    ['topic a/# out 0', 'topic a/# out 1'],
    ['topic a/# out 0', 'topic a/# in 0'],
    ['topic a/# out 0', 'topic b/# out 0'],
    ['topic a/# out 0 L/ R/', 'topic a/# out 0 M/ R/'],
    ['topic a/# out 0 L/ R/', 'topic a/# out 0 L/ S/'],
    ['topic "" out 0 x y', 'topic "" out 0 x z'],
    // A missing pattern in the second line is compared as it is written.
    ['topic t/# out 0', 'topic "" out 0 x y'],
  ])('%j and %j both count', (first, second) => {
    expect(topics(`${first}\n${second}`)).toHaveLength(2)
    expect(said(`${HEAD}${first}\n${second}`)).toEqual([])
  })
})

test.each([
  ['restart_timeout 7', { baseSeconds: 7, capSeconds: 7, stableSeconds: 0 }],
  ['restart_timeout 0', { baseSeconds: 1, capSeconds: 1, stableSeconds: 0 }],
  ['restart_timeout 9999', { baseSeconds: 3600, capSeconds: 3600, stableSeconds: 0 }],
  ['restart_timeout 1 9999', { baseSeconds: 1, capSeconds: 7200, stableSeconds: 0 }],
  ['restart_timeout 1 2 3 # c', { baseSeconds: 1, capSeconds: 2, stableSeconds: 3 }],
  ['restart_timeout 5 # c', { baseSeconds: 5, capSeconds: 5, stableSeconds: 0 }],
])('%j', (text, restart) => {
  expect(configOf(`${HEAD}topic #\n${text}`).bridges[0]?.restart).toEqual(restart)
})

test('a bridge speaks TLS only when it is told whom to trust', () => {
  const tls = (text: string) => load(`${HEAD}topic #\n${text}`).config?.bridges[0]?.tls
  expect(tls('bridge_certfile c\nbridge_keyfile k')).toBeUndefined()
  expect(tls('bridge_tls_use_os_certs false')).toBeUndefined()
  expect(tls('bridge_tls_use_os_certs true')).toBeDefined()
  expect(tls('bridge_capath c')).toBeDefined()
})
