/** Who decides about clients: options of security, and the two plugins that do the same. */

import { quoted } from '../../diagnostics/quoted.ts'
import type { ConfEntry } from '../../mosquitto-files/conf/conf-file.ts'
import type { SecurityConfig } from './broker-config.ts'
import { deciderTwice } from './codes.ts'
import type { Findings } from './findings.ts'
import type { PluginFile } from './plugin-file.ts'
import type { ListenerScope, Scopes } from './scopes.ts'
import { given, type Settings } from './settings.ts'

/** A file that decides, and who names it. */
interface Decider {
  readonly path: string
  readonly entry: ConfEntry
}

/** What is asked for all listeners: `global` plugins, and without `per_listener_settings` the options. */
export function brokerSecurity(
  { broker, security, isLocalOnly }: Scopes,
  plugins: readonly PluginFile[],
  findings: Findings,
): SecurityConfig {
  const files = deciders([security], plugins, findings)
  return securityOf(security, broker, files, security.boolean('allow_anonymous') ?? isLocalOnly)
}

/** What is asked for one listener, where that is not the same as for all: its own besides what is asked for all. */
export function listenerSecurity(
  { broker, security, isPerListener }: Scopes,
  listener: ListenerScope,
  plugins: { readonly ofBroker: readonly PluginFile[]; readonly ofListener: readonly PluginFile[] },
  findings: Findings,
): SecurityConfig | undefined {
  if (!isPerListener && plugins.ofListener.length === 0) return undefined
  const options = isPerListener ? listener.security : security
  const files = deciders([options], [...plugins.ofBroker, ...plugins.ofListener], findings)
  return securityOf(options, broker, files, options.boolean('allow_anonymous') ?? false)
}

function securityOf(
  options: Settings,
  broker: Settings,
  files: { readonly aclFile?: string; readonly passwordFile?: string },
  allowAnonymous: boolean,
): SecurityConfig {
  return {
    allowAnonymous,
    allowZeroLengthClientId: options.boolean('allow_zero_length_clientid') ?? true,
    autoIdPrefix: options.text('auto_id_prefix') ?? 'auto-',
    ...files,
    ...given({
      clientIdPrefixes: broker.text('clientid_prefixes'),
      pskFile: options.text('psk_file'),
    }),
  }
}

function deciders(options: readonly Settings[], plugins: readonly PluginFile[], findings: Findings) {
  const of = (name: 'acl_file' | 'password_file') => [
    ...options.flatMap((settings) => fromOption(settings, name)),
    ...plugins.filter(({ decides }) => decides === name),
  ]
  return given({
    aclFile: only(of('acl_file'), findings),
    passwordFile: only(of('password_file'), findings),
  })
}

function fromOption(settings: Settings, name: string): Decider[] {
  const entry = settings.last(name)
  const path = settings.text(name)
  return entry === undefined || path === undefined ? [] : [{ path, entry }]
}

function only([first, second]: readonly Decider[], findings: Findings): string | undefined {
  if (first === undefined || second === undefined) return first?.path
  const isSaid = findings.diagnostics.some(
    ({ code, at }) =>
      code === deciderTwice.code && 'span' in at && at.span.start === second.entry.valueSpan.start,
  )
  if (!isSaid)
    findings.add(
      deciderTwice,
      second.entry.valueSpan,
      `${quoted(second.path)} decides what ${quoted(first.path)} does too`,
      {
        hint: 'put both into one file',
        related: [{ at: { span: first.entry.valueSpan }, message: 'this is asked first' }],
      },
    )
  return first.path
}
