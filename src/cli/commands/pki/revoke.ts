/** `mqttopia pki revoke` and `pki unrevoke`: takes certificates back, and says what else that needs. */

import { type Command, InvalidArgumentError, Option } from 'commander'
import { counted } from '../../../diagnostics/counted.ts'
import { certificateOwners } from '../../../pki/issuance/certificate-owner.ts'
import { type Selector, selected } from '../../../pki/issuance/selector.ts'
import { userCertificateId } from '../../../pki/materials.ts'
import { type RevocationReason, revocationReasons } from '../../../pki/x509/revocation-reason.ts'
import { authoritiesWithList } from '../../../state/issuance/revocation-lists.ts'
import {
  type RevocationReport,
  type RevocationWish,
  type RevokedCertificate,
  releaseCertificates,
  revokeCertificates,
} from '../../../state/life-cycle/revoke-certificates.ts'
import type { Topology } from '../../../topology/topology.ts'
import type { Host } from '../../host.ts'
import { noSuch, UsageError } from '../../usage-error.ts'
import type { Exit } from '../../verb.ts'
import { pkiVaultVerb } from './pki-verb.ts'
import { type ChangeScene, type RunOptions, runChange } from './run-change.ts'
import { nothingSelected, selectorFrom } from './selector-argument.ts'

interface RevokeOptions extends RunOptions {
  readonly serial?: readonly string[]
  readonly authority?: string
  readonly reason: RevocationReason
}

export function revokeCommand(host: Host, exit: Exit): Command {
  const command = pkiVaultVerb('revoke', {
    description: 'take certificates back: those in use, and former ones that may have the same key',
    examples: [
      ['mqttopia pki revoke user:alice --reason keyCompromise', 'her key is known to others'],
      [
        'mqttopia pki revoke user:0042 --reason certificateHold',
        'for the time being; "pki unrevoke" lifts it',
      ],
    ],
  })
  return common(command)
    .addOption(
      new Option('--reason <reason>', 'why (RFC 5280 5.3.1)')
        .choices(revocationReasons)
        .default('unspecified'),
    )
    .action((selectors: readonly string[], options: RevokeOptions) =>
      runChange(
        host,
        exit,
        options,
        (topology, life) =>
          revokeCertificates(topology, wishFrom(selectors, options, topology), options.reason, life),
        (report, scene) => tellRevoked(report, scene, options),
      ),
    )
}

export function unrevokeCommand(host: Host, exit: Exit): Command {
  const command = pkiVaultVerb('unrevoke', {
    description: 'let certificates in again that are on hold; no other revocation can be lifted',
    examples: [['mqttopia pki unrevoke user:0042', 'the device was found']],
  })
  return common(command).action((selectors: readonly string[], options: RevokeOptions) =>
    runChange(
      host,
      exit,
      options,
      (topology, life) => releaseCertificates(topology, wishFrom(selectors, options, topology), life),
      ({ revoked, lists }, scene) => {
        tellEach('unrevoke', revoked, scene)
        scene.say(
          `${counted(lists, 'revocation list')} made; next: "mqttopia compile", and reload the brokers`,
        )
      },
    ),
  )
}

function common(command: Command): Command {
  return command
    .argument('[selectors...]', 'user:NAME, fleet:NAME, bridge:NAME, broker:NAME, authority:NAME')
    .option('--serial <number>', 'a serial number in hexadecimal; repeatable', serial)
    .option('--authority <name>', 'who has issued it, where mqttopia does not know')
}

function serial(text: string, previous: readonly string[] = []): readonly string[] {
  const digits = text.replaceAll(':', '').toLowerCase()
  if (!/^[0-9a-f]{1,40}$/.test(digits)) throw new InvalidArgumentError('Give up to 40 hexadecimal digits.')
  return [...previous, digits.replace(/^0+(?=.)/, '')]
}

function wishFrom(texts: readonly string[], options: RevokeOptions, topology: Topology): RevocationWish {
  const { serial: serials = [], authority } = options
  if (texts.length + serials.length === 0)
    throw new UsageError('name a certificate, as user:NAME or with --serial')
  const names = topology.authorities.map(({ name }) => name)
  if (authority !== undefined && !names.includes(authority)) throw noSuch('authority', authority, names)
  const certificates = texts.map(selectorFrom).flatMap((selector) => idsOf(selector, topology))
  return { certificates, serials, ...(authority === undefined ? {} : { authority }) }
}

/** Whoever has left the spec can be revoked too: the state knows the certificate. */
function idsOf(selector: Selector, topology: Topology): readonly string[] {
  const found = selected(selector, topology)
  if (found === undefined && selector.kind === 'user') return [userCertificateId(selector.name)]
  if (found === undefined) throw nothingSelected(selector, topology)
  const [user] = found.users
  if (user === undefined || found.certificates.length > 0) return found.certificates
  throw new UsageError(`"${user}" has no certificate; "mqttopia pki rotate user:${user}" changes the secret`)
}

function tellEach(
  verb: string,
  certificates: readonly RevokedCertificate[],
  { host, topology }: ChangeScene,
): void {
  const ownerOf = certificateOwners(topology)
  for (const { serial, id, authority } of certificates)
    host.stdout(`${verb} ${serial} ${id === '' ? `of authority:${authority}` : ownerOf(id).selector}\n`)
}

function tellRevoked(report: RevocationReport, scene: ChangeScene, { reason }: RevokeOptions): void {
  const { revoked, already, lists } = report
  const { topology, say } = scene
  tellEach('revoke', revoked, scene)
  for (const { serial } of already) say(`${serial} was revoked already`)
  if (revoked.length === 0) return
  say(
    `${counted(revoked.length, 'certificate')} revoked (${reason}), ${counted(lists, 'revocation list')} made`,
  )
  const listed = new Set(authoritiesWithList(topology).map(({ name }) => name))
  const unheard = [...new Set(revoked.map(({ authority }) => authority))].filter((name) => !listed.has(name))
  for (const name of unheard) {
    say(
      `warning: no listener looks at the list of authority "${name}", so these certificates still let in; set "crl: true"`,
    )
  }
  const users = new Set(revoked.map(({ id }) => id))
  const staying = topology.users.filter(({ name }) => users.has(userCertificateId(name)))
  if (staying.length > 0 && reason !== 'certificateHold') {
    const who = staying.length === 1 ? `"${staying[0]?.name}" is` : `${counted(staying.length, 'user')} are`
    say(
      `${who} still in the spec, so the next compile issues a certificate with a new key; to shut out, remove from the spec`,
    )
  }
  say('next: "mqttopia compile", install, and reload the brokers (SIGHUP)')
  say('a connection that is open stays open until it ends; restart the broker to end it now')
}
