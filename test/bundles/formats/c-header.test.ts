import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Authentication, User } from '../../../src/topology/user.ts'
import { findPeer } from '../../support/real-peer.ts'
import {
  builtFiles,
  bundle,
  certificate,
  password,
  psk,
  testMaterials,
  textOf,
  topology,
  user,
} from '../fixtures.ts'

const will = { topic: 'w', payload: 'gone\n"*/', qos: 1, retain: true, path: [] } as const
const headerOf = (changes: Partial<User>) =>
  textOf(
    builtFiles(topology([user('alice', { bundles: [bundle('c-header')], ...changes })])),
    'clients/alice/c-header/mqtt_client_config.h',
  )

test('what a client has not is not defined', () => {
  const defined = (changes: Partial<User>) =>
    Array.from(headerOf(changes).matchAll(/^#define MQTT_CLIENT_(\w+)/gm), ([, name]) => name)
  const always = ['CONFIG_H', 'URI', 'HOST', 'PORT', 'PROTOCOL', 'IDENTITY']
  const topics = ['PUBLISH_0', 'PUBLISH_0_QOS', 'SUBSCRIBE_0', 'SUBSCRIBE_0_QOS']
  expect(defined({})).toEqual([...always, 'CA_PEM', 'CERTIFICATE_PEM', 'KEY_PEM', ...topics])
  expect(defined({ authentication: password, clientId: 'c' })).toEqual([
    ...always,
    'ID',
    'USERNAME',
    'PASSWORD',
    'CA_PEM',
    ...topics,
  ])
  expect(defined({ authentication: psk, will })).toEqual([
    ...always,
    'PSK',
    'WILL_TOPIC',
    'WILL_PAYLOAD',
    'WILL_QOS',
    'WILL_RETAIN',
    ...topics,
  ])
})

describe.skipIf(findPeer('gcc') === undefined)('a program that includes the header', () => {
  test.each([
    ['a certificate', certificate],
    ['a password', password],
    ['a key', psk],
  ] as const)('of a client with %s gets its values', (_, authentication: Authentication) => {
    const output = compiled(headerOf({ authentication, will, clientId: 'c' }))
    expect(output.slice(0, 3)).toEqual(['alice', will.payload, String(will.payload.length)])
    const materials = testMaterials()
    const secret = {
      certificate: '-----BEGIN CERTIFICATE-----',
      password: 'password of alice',
      psk: materials.psk('alice'),
    }
    expect(output[3]).toContain(secret[authentication.kind as keyof typeof secret])
  })
})

function compiled(header: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'header-'))
  writeFileSync(join(folder, 'mqtt_client_config.h'), header)
  writeFileSync(
    join(folder, 'main.c'),
    `#include <stdio.h>
#include <stdint.h>
#define MQTT_PROTOCOL_V_3_1_1 4
#include "mqtt_client_config.h"
#include "mqtt_client_config.h"
int main(void) {
  printf("%s%c%s%c%zu%c", MQTT_CLIENT_IDENTITY, 0, MQTT_CLIENT_WILL_PAYLOAD, 0, sizeof MQTT_CLIENT_WILL_PAYLOAD - 1, 0);
#ifdef MQTT_CLIENT_CERTIFICATE_PEM
  printf("%s", MQTT_CLIENT_CERTIFICATE_PEM);
#elif defined MQTT_CLIENT_PASSWORD
  printf("%s", MQTT_CLIENT_PASSWORD);
#else
  const uint8_t key[] = MQTT_CLIENT_PSK;
  for (size_t i = 0; i < sizeof key; i++) printf("%02x", key[i]);
#endif
  return MQTT_CLIENT_PROTOCOL == 4 && MQTT_CLIENT_WILL_QOS == 1 && MQTT_CLIENT_WILL_RETAIN == 1 && MQTT_CLIENT_PORT > 0 ? 0 : 1;
}
`,
  )
  const program = join(folder, 'main')
  execFileSync('gcc', ['-std=c11', '-Wall', '-Wextra', '-Werror', '-o', program, join(folder, 'main.c')])
  const output = execFileSync(program, { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return output.split('\0')
}
