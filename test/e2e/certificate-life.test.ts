/** The life of certificates on a running Mosquitto: renewed before they end, and revoked, while clients stay connected. */

import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { expect, test, vi } from 'vitest'
import { commandLine } from '../cli/command-line.ts'
import { appliedMosquitto } from '../support/applied-mosquitto.ts'
import { bundleClient } from '../support/bundle-client.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { admits, connectUser, publish } from '../support/mosquitto-client.ts'
import { workplace } from '../support/pki-program.ts'
import { describeWithPeers } from '../support/real-peer.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const spec = (port: number, dir: string) => `mqttopia: 1
name: gate
pki:
  profiles:
    client: { issuer: clients, duration: 90d, renewBefore: 30d }
    server: { issuer: servers, duration: 90d, renewBefore: 30d }
  crl: { clients: { validity: 100d } }
brokers:
  gate:
    host: localhost
    install: { config: ${dir}/current, user: ${userInfo().username} }
    listeners:
      mqtts: { port: ${port}, tls: { profile: server, clientAuth: required, crl: true }, auth: [certificate] }
users:
  one: { at: gate, auth: { certificate: client }, publish: [gate/one], bundles: [pem] }
  two: { at: gate, auth: { certificate: client }, publish: [gate/two], bundles: [pem] }
bundles:
  pem: { format: pem }
`

/** What was compiled when so many days of 90 were left. */
async function gate(daysLeft: number) {
  const port = await freePort()
  const place = commandLine({}, { now: () => new Date() })
  const broker = appliedMosquitto(place)
  place.write({ 'topology.yaml': spec(port, broker.dir) })
  const mqttopia = async (...argv: readonly string[]) =>
    expect(await place.mqttopia(...argv)).toMatchObject({ exitCode: 0 })
  await mqttopia('compile', '--at', new Date(Date.now() - (90 - daysLeft) * DAY_MS).toISOString())
  return { ...place, ...broker, run: mqttopia, bundle: (name: string) => bundleClient(place, name, port) }
}

function endOf({ cert }: { readonly cert?: unknown }): number {
  return Date.parse(new X509Certificate(String(cert)).validTo)
}

describeWithPeers(['mosquitto'], 'certificates', () => {
  test('are renewed before they end, and clients go on; who is revoked is refused after a reload', async () => {
    const { apply, stop, bundle, run, mqttopia } = await gate(1)
    try {
      expect(await apply()).toMatchObject({ stderr: expect.stringContaining('restarted, and it serves') })
      const [one, two] = [bundle('one'), bundle('two')]
      expect(endOf(one) - Date.now()).toBeLessThan(2 * DAY_MS)
      const live = await connectUser(one)
      const ended: string[] = []
      live.client.on('close', () => ended.push('one'))
      expect((await mqttopia('pki', 'status', '--within', '2d', '-q')).exitCode).toBe(5)

      await run('compile')
      expect(await apply()).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining('reloaded, and it serves'),
      })
      expect((await mqttopia('pki', 'status', '--within', '2d', '-q')).exitCode).toBe(0)
      const renewed = bundle('one')
      expect(endOf(renewed) - Date.now()).toBeGreaterThan(80 * DAY_MS)
      expect(await publish(live.client, 'gate/one', 'still here', 1)).toBe(0)
      expect([await admits(one), await admits(renewed), await admits(two)]).toEqual([true, true, true])

      await run('pki', 'revoke', 'user:two', '--reason', 'keyCompromise')
      expect(await admits(two)).toBe(true)
      await run('compile')
      expect(await apply()).toMatchObject({ stderr: expect.stringContaining('reloaded, and it serves') })
      expect([await admits(two), await admits(bundle('one')), await admits(bundle('two'))]).toEqual([
        false,
        true,
        true,
      ])
      expect(await publish(live.client, 'gate/one', 'still here', 1)).toBe(0)
      expect(ended).toEqual([])
      live.client.end(true)
    } finally {
      stop()
    }
  })

  test('that have ended are refused, and let in again once renewed', async () => {
    const { apply, stop, bundle, run } = await gate(-1)
    try {
      await apply('--no-probe') // so nobody has waited until it listens
      await vi.waitFor(async () => expect(await admits(bundle('one'))).toBe(false), { timeout: 5_000 })
      await run('compile')
      expect(await apply()).toMatchObject({ exitCode: 0 })
      expect(await admits(bundle('one'))).toBe(true)
    } finally {
      stop()
    }
  })
})

describeWithPeers(['openssl', 'certtool', 'keytool'], 'the chain of a rotated root', () => {
  test('is one for OpenSSL, GnuTLS and Java, in each stage, under what clients trust then', async () => {
    const { path, run } = await gate(89)
    const { succeed, file, run: attempt } = workplace()
    const pem = (name: string) => readFileSync(path(`build/${name}`), 'utf8')
    const parts = (text: string) =>
      text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n/g) ?? []
    const seen = new Set<string>()
    const witness = (trustedBefore: string) => {
      const trusted = pem('brokers/gate/tls/mqtts.clients-ca.pem')
      const chain = parts(pem('clients/one/pem/client.pem'))
      seen.add(chain.join(''))
      for (const [name, text] of Object.entries({ 'now.pem': trusted, 'before.pem': trustedBefore })) {
        file(name, text)
        file('chain.pem', chain.join(''))
        file('leaf.pem', chain[0] ?? '')
        succeed('openssl', 'verify', '-x509_strict', '-CAfile', name, '-untrusted', 'chain.pem', 'leaf.pem')
        const said = succeed('certtool', '--verify', '--load-ca-certificate', name, '--infile', 'chain.pem')
        expect(said).toMatch(/Chain .* trusted/)
      }
      return trusted
    }
    await run('compile')
    const first = witness(pem('brokers/gate/tls/mqtts.clients-ca.pem'))
    await run('pki', 'rotate', 'authority:clients-root', '--staged')
    await run('compile')
    const both = witness(first)
    await run('pki', 'rotation', 'next', '--installed')
    await run('compile')
    witness(both)
    await run('pki', 'rotation', 'next', '--installed')
    await run('compile')
    const last = witness(both)
    expect(seen.size).toBe(2)

    // Java takes the chain for a key only where it ends in a root of the store: the new one, and not the old one.
    const rootOf = (text: string) =>
      parts(text).find((part) => new X509Certificate(part).subject === new X509Certificate(part).issuer) ?? ''
    file('client.key', pem('clients/one/pem/client.key'))
    for (const [store, root] of Object.entries({ 'new.p12': rootOf(last), 'old.p12': rootOf(first) })) {
      const own = ['-inkey', 'client.key', '-in', 'leaf.pem', '-name', 'one', '-passout', 'pass:changeit']
      succeed('openssl', 'pkcs12', '-export', '-out', store, ...own)
      file('root.pem', root)
      const into = ['-keystore', store, '-storepass', 'changeit']
      succeed('keytool', '-importcert', '-alias', 'root', '-file', 'root.pem', '-noprompt', ...into)
      const { output } = attempt('keytool', '-importcert', '-alias', 'one', '-file', 'chain.pem', ...into)
      expect(output, store).toMatch(store === 'new.p12' ? /reply was installed/ : /is not trusted/)
    }
    file('old.pem', first)
    expect(
      attempt('openssl', 'verify', '-CAfile', 'old.pem', '-untrusted', 'chain.pem', 'leaf.pem').status,
    ).not.toBe(0)
  })
})
