/** How a bridge proves who it is, and whom it trusts, between the reference broker and mosquitto in both roles. */

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { toPem } from '../../../src/pki/der/pem.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import {
  type BridgedBrokers,
  type BridgeSetup,
  PAIRS,
  placeBridge,
  readUntil,
  untilCrossing,
} from '../support/bridged-brokers.ts'
import { chainPem, keyPem, otherPki, pki } from '../transport/tls-fixtures.ts'

const pem = (der: Uint8Array) => toPem('CERTIFICATE', der)
const server = pki.issueServer({ dnsNames: ['localhost'] })
const client = pki.issueClient({ commonName: 'press-1' })

const FILES = {
  'server.crt': chainPem(server, pki.servers),
  'server.key': keyPem(server),
  'client.crt': chainPem(client, pki.clients),
  'client.key': keyPem(client),
  'root.crt': pem(pki.root.certificate.der),
  'other.crt': pem(otherPki.root.certificate.der),
  'ca.crt': pem(pki.clients.certificate.der) + pem(pki.root.certificate.der),
  psk: 'meter:c0ffee\n',
  passwords:
    'ada:$7$101$c0Jh2YskMPWyG+zs$k2M/lDaCMea2w9dsoEbVqzvKr4v7GPtPpw8UICqG7GnYo481CIiKg3KPERgn6TpnY5ZAR3x31NqsxpJzDHRm5Q==\n',
  acl: `topic readwrite #
user press-1
topic write out/#
user meter
topic write out/#
user ada
topic write out/#
`,
}

const TLS = 'listener PORT1 127.0.0.1\ncertfile FOLDER/server.crt\nkeyfile FOLDER/server.key\n'
const MUTUAL = `${TLS}cafile FOLDER/ca.crt\nrequire_certificate true\nuse_identity_as_username true\n`
const PSK = 'listener PORT1 127.0.0.1\npsk_hint hint\nuse_identity_as_username true\n'
const CARD = 'bridge_certfile FOLDER/client.crt\nbridge_keyfile FOLDER/client.key\n'
const ACL = 'acl_file FOLDER/acl\n'

interface Case extends BridgeSetup {
  readonly what: string
}

const CONNECTING: readonly Case[] = [
  {
    what: 'a server certificate that it trusts',
    farConf: `${ACL}${TLS}`,
    bridge: 'bridge_cafile FOLDER/root.crt\n',
    host: 'localhost',
  },
  {
    what: 'another name than that of the certificate, with bridge_insecure',
    farConf: `${ACL}${TLS}`,
    bridge: 'bridge_cafile FOLDER/root.crt\nbridge_insecure true\n',
  },
  {
    what: 'a certificate of its own',
    farConf: `${ACL}${MUTUAL}`,
    bridge: `bridge_cafile FOLDER/root.crt\n${CARD}`,
    host: 'localhost',
  },
  {
    what: 'a pre-shared key',
    farConf: `psk_file FOLDER/psk\n${ACL}${PSK}`,
    bridge: 'bridge_identity meter\nbridge_psk c0ffee\n',
  },
  {
    what: 'a password',
    farConf: `password_file FOLDER/passwords\n${ACL}`,
    bridge: 'remote_username ada\nremote_password right\n',
  },
]

const REFUSED: readonly Case[] = [
  {
    what: 'a server certificate of another authority',
    farConf: TLS,
    bridge: 'bridge_cafile FOLDER/other.crt\n',
    host: 'localhost',
  },
  {
    what: 'a server certificate with another name',
    farConf: TLS,
    bridge: 'bridge_cafile FOLDER/root.crt\n',
    host: '127.0.0.2',
  },
  {
    what: 'no certificate of its own where one is wanted',
    farConf: MUTUAL,
    bridge: 'bridge_cafile FOLDER/root.crt\n',
    host: 'localhost',
  },
  {
    what: 'a wrong key',
    farConf: `psk_file FOLDER/psk\n${PSK}`,
    bridge: 'bridge_identity meter\nbridge_psk c0ffef\n',
  },
  {
    what: 'a wrong password',
    farConf: 'password_file FOLDER/passwords\n',
    bridge: 'remote_username ada\nremote_password wrong\n',
  },
]

describeWithPeers(['mosquitto'], 'a bridge', () => {
  describe.each(PAIRS)('of $near to $far', (pair) => {
    test.each(CONNECTING)('comes in with $what, and has the rights of whom it is', async (setup) => {
      const bridge = await placeBridge(pair, { ...setup, ...lines(setup) })
      const [near, far] = [await bridge.client('near'), await bridge.client('far')]
      await untilCrossing(near, far, 'out/known', 'out/known')
      await far.subscribe('#', 1)
      for (const topic of ['denied/x', 'out/x']) await near.publish(topic, 'x', { qos: 1 })
      await near.publish('out/end', 'last', { qos: 1 })
      const topics = (await readUntil(far, 'out/end')).map(({ topic }) => topic)
      expect(topics).toEqual(hasRights(setup) ? ['out/x'] : ['denied/x', 'out/x'])
    })

    test.each(REFUSED)('does not come in with $what', async (setup) => {
      const bridge = await placeBridge(pair, { ...setup, ...lines(setup) })
      await untilRefused(bridge)
      const near = await bridge.client('near')
      await near.subscribe('$SYS/broker/connection/the-bridge/state', 1)
      expect((await near.read(1)).map(({ payload }) => payload)).toEqual(['0'])
    })
  })
})

const lines = ({ bridge }: Case) => ({
  bridge: `${bridge}topic out/# out 1\ntopic denied/# out 1`,
  files: FILES,
})

/** Other than a guest's. */
function hasRights({ bridge }: Case): boolean {
  return /bridge_certfile|bridge_psk|remote_password/.test(bridge)
}

/** The bridge has tried, and its connection has ended; one that is let in stays. */
async function untilRefused({ link }: BridgedBrokers): Promise<void> {
  for (let tries = 0; link.connections === 0 || link.isInUse; tries++) {
    if (tries > 400) throw new Error('the bridge is not refused')
    await sleep(50)
  }
}
