/** A spec with one of everything that has a life, in a folder of its own. */

import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CommandLine, commandLine } from '../command-line.ts'

export const SPEC = `mqttopia: 1
name: gate
pki:
  profiles:
    client: { issuer: clients, duration: 90d, renewBefore: 30d }
brokers:
  gate:
    host: gate.example
    altNames: { dnsNames: [localhost] }
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required, crl: true }, auth: [certificate] }
      office: { port: 8884, tls: { profile: server }, auth: [password] }
  yard:
    host: yard.example
    listeners:
      psk: { port: 8885, tls: { psk: {} }, auth: [psk] }
bridges:
  up: { from: yard, to: gate, auth: { certificate: client }, routes: [{ out: yard/#, remote: yard/# }] }
users:
  alice: { at: gate, auth: { certificate: client }, publish: [gate/alice], bundles: [pem] }
  bob: { at: gate, auth: { certificate: client }, publish: [gate/bob], bundles: [pem] }
  clerk: { at: gate, auth: { password: { generate: {} } }, publish: [gate/clerk], bundles: [pem] }
  post: { at: yard, auth: { psk: { generate: {} } }, publish: [yard/post], bundles: [pem] }
fleets:
  posts:
    forEach: { range: { from: 1, to: 4 } }
    username: "p\${each.n}"
    at: gate
    auth: { certificate: client }
    publish: ["posts/\${username}"]
bundles:
  pem: { format: pem }
`

export function pkiScene(host: Parameters<typeof commandLine>[1] = {}): CommandLine {
  return commandLine({ 'topology.yaml': SPEC }, host)
}

let compiled: string | undefined

/** The same, compiled; that is done once, and copied. */
export async function compiledScene(host: Parameters<typeof commandLine>[1] = {}): Promise<CommandLine> {
  compiled ??= await compileOnce()
  const scene = commandLine({}, host)
  cpSync(compiled, scene.folder, { recursive: true })
  return scene
}

async function compileOnce(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-pki-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const scene = pkiScene()
  const { exitCode, stderr } = await scene.mqttopia('compile', '--root')
  if (exitCode !== 0) throw new Error(stderr)
  cpSync(scene.folder, folder, { recursive: true })
  return folder
}
