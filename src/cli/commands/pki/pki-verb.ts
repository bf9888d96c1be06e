/** What all verbs below `mqttopia pki` have in common: their options, and how they open the spec. */

import type { Command } from 'commander'
import { hasErrors } from '../../../compile.ts'
import type { FindIdentities } from '../../../state/age/find-identities.ts'
import type { Topology } from '../../../topology/topology.ts'
import { type AtOptions, atOption, hostAt } from '../../at-option.ts'
import { ExitCode } from '../../exit-code.ts'
import { globalOptions, type ParsedGlobalOptions } from '../../global-options.ts'
import type { Host } from '../../host.ts'
import { hostIdentities, type IdentityOptions, identityOption } from '../../identity-option.ts'
import { type OpenSpec, openSpec } from '../../open-spec.ts'
import { printDiagnostics } from '../../output-format.ts'
import { stateFolder as ownStateFolder, stateOption } from '../../own-folders.ts'
import { type Exit, type VerbHelp, verb, withGlobalOptions } from '../../verb.ts'

export interface PkiOptions extends ParsedGlobalOptions, AtOptions, IdentityOptions {
  readonly spec?: string
  readonly env?: string
  readonly state?: string
}

export function pkiVerb(name: string, help: VerbHelp): Command {
  const command = verb(name, help)
    .option('--spec <file>', 'the spec (default: topology.yaml and the like here)')
    .option('-e, --env <name>', 'merge in this environment of the spec')
    .option(...stateOption)
    .addOption(atOption())
  return withGlobalOptions(command)
}

/** One that changes the state, or signs with what the vault holds. */
export function pkiVaultVerb(name: string, help: VerbHelp): Command {
  return pkiVerb(name, help).option(...identityOption)
}

export interface OpenPki {
  /** With the clock that was asked for. */
  readonly host: Host
  readonly now: Date
  readonly spec: OpenSpec
  readonly topology: Topology
  /** Of the state layer. */
  readonly place: {
    readonly stateFolder: string
    readonly specFolder: string
    readonly now: Date
    readonly env: Host['env']
    readonly findIdentities: FindIdentities
  }
}

/** Prints the errors of a spec and ends with `undefined` where there are any; warnings are for other verbs. */
export async function openPki(given: Host, exit: Exit, options: PkiOptions): Promise<OpenPki | undefined> {
  const now = hostAt(given, options.at).now()
  const host = { ...given, now: () => now }
  const spec = await openSpec(host, options.spec, options)
  const { document, diagnostics, folder, topology } = spec
  if (hasErrors(spec) || topology === undefined) {
    await printDiagnostics(host, diagnostics, document.locate, globalOptions(host, options))
    exit(ExitCode.Invalid)
    return undefined
  }
  const stateFolder = ownStateFolder(host, folder, options)
  const findIdentities = hostIdentities(host, stateFolder, options)
  const place = { stateFolder, specFolder: folder, now, env: host.env, findIdentities }
  return { host, now, spec, topology, place }
}
