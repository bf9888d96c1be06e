/** `mqttopia pki csr`: requests for certificates that an authority elsewhere signs. */

import { resolve } from 'node:path'
import type { Command } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { toPem } from '../../../pki/der/pem.ts'
import { certificateOwners } from '../../../pki/issuance/certificate-owner.ts'
import { selected } from '../../../pki/issuance/selector.ts'
import { wantedCertificates } from '../../../pki/issuance/wanted-certificates.ts'
import {
  placeRequests,
  type RequestReport,
  requestCertificates,
} from '../../../state/life-cycle/request-certificates.ts'
import type { Topology } from '../../../topology/topology.ts'
import type { Host } from '../../host.ts'
import type { Exit } from '../../verb.ts'
import { pkiVaultVerb } from './pki-verb.ts'
import { type ChangeScene, type RunOptions, runChange } from './run-change.ts'
import { nothingSelected, selectorFrom } from './selector-argument.ts'

interface CsrOptions extends RunOptions {
  readonly out?: string
  readonly newKey?: boolean
}

export function csrCommand(host: Host, exit: Exit): Command {
  const command = pkiVaultVerb('csr', {
    description: 'write signing requests for an authority elsewhere; the keys stay in the vault',
    examples: [
      ['mqttopia pki csr --out requests', 'all that wait for it, a file each'],
      ['mqttopia pki csr broker:core > core.csr', 'one, whether it is time or not'],
    ],
  })
  return command
    .argument(
      '[selectors...]',
      'user:NAME, fleet:NAME, bridge:NAME, broker:NAME, authority:NAME; default: all that wait',
    )
    .option('--out <folder>', 'write a file for each, instead of all to standard output')
    .option('--new-key', 'ask for new keys; those in use stay until the certificates are here')
    .option('--dry-run', 'change nothing; say what would be asked for')
    .action((selectors: readonly string[], options: CsrOptions) => runCsr(host, exit, selectors, options))
}

function runCsr(host: Host, exit: Exit, texts: readonly string[], options: CsrOptions): Promise<void> {
  return runChange(
    host,
    exit,
    options,
    (topology, life) => {
      const certificates = texts.length === 0 ? undefined : chosen(texts, topology)
      return requestCertificates(topology, { certificates, newKeys: options.newKey === true }, life)
    },
    (report, scene) => tell(report, scene, options),
  )
}

/** An authority that is external stands for all that it is to sign. */
function chosen(texts: readonly string[], topology: Topology): readonly string[] {
  return texts.map(selectorFrom).flatMap((selector) => {
    const found = selected(selector, topology)
    if (found === undefined) throw nothingSelected(selector, topology)
    const isExternal =
      selector.kind === 'authority' &&
      topology.authorities.find(({ name }) => name === selector.name)?.source === 'external'
    if (!isExternal) return found.certificates
    const wanted = wantedCertificates(topology)
    return wanted.filter(({ issuer }) => found.certificates.includes(issuer ?? '')).map(({ id }) => id)
  })
}

async function tell(
  { requests, deviceFiles }: RequestReport,
  { host, topology, say }: ChangeScene,
  { out, dryRun = false }: CsrOptions,
): Promise<void> {
  const ownerOf = certificateOwners(topology)
  const words = { new: 'a new key', renew: 'the key in use', waiting: 'the key that waits for it' }
  const lines = requests.map(
    ({ id, authority, key }) => `request ${ownerOf(id).selector} of ${authority} (${words[key]})`,
  )
  if (out !== undefined || dryRun) for (const line of lines) host.stdout(`${line}\n`)
  else for (const { der } of requests) if (der) host.stdout(toPem('CERTIFICATE REQUEST', der))
  for (const file of deviceFiles)
    say(`the device keeps its key: give its own request to the authority, ${file}`)
  if (requests.length === 0) return say('nothing waits for an authority elsewhere')
  if (dryRun) return say(`${counted(requests.length, 'request')} would be written`)
  if (out === undefined) return
  const written = await placeRequests(resolve(host.cwd, out), requests)
  say(`${out}: ${counted(requests.length, 'request')}, ${counted(written)} written; have them signed`)
  say('next: "mqttopia pki import" takes what comes back, then "mqttopia compile"')
}
