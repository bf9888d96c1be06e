/** Settings that are lost on the way to the topology, because another one keeps them from having an effect. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import { quoted, quotedList } from '../diagnostics/quoted.ts'
import type { Spec, UserAuth } from '../spec/generated/spec.ts'
import type { Bridge } from './bridge.ts'
import type { Broker } from './broker.ts'
import { settingWithoutEffect } from './codes/value-codes.ts'
import type { Resolution } from './resolution.ts'
import { sortedEntries } from './sorted.ts'

interface Ineffective {
  readonly path: SpecPath
  readonly because: string
}

export function reportIneffective(
  { spec, report }: Resolution,
  brokers: readonly Broker[],
  bridges: readonly Bridge[],
): void {
  const settings = [
    ...ofPki(spec),
    ...ofListeners(spec, brokers),
    ...ofBridges(spec, bridges),
    ...ofUsers(spec),
    ...ofBundles(spec),
  ]
  for (const { path, because } of settings) {
    const message = `${quoted(String(path.at(-1)))} does nothing here: ${because}`
    report(settingWithoutEffect, { message, at: { path, on: 'key' }, hint: 'remove it' })
  }
}

/** Those of the settings below `path` that `value` has. */
function given<T extends object>(
  value: T | undefined,
  settings: readonly (keyof T & string)[],
  path: SpecPath,
  because: string,
): Ineffective[] {
  if (value === undefined) return []
  return settings
    .filter((setting) => value[setting] !== undefined)
    .map((setting) => ({ path: [...path, setting], because }))
}

function* ofPki({ pki = {} }: Spec): Generator<Ineffective> {
  for (const [name, authority] of sortedEntries(pki.authorities)) {
    const path = ['pki', 'authorities', name]
    const keyPath = [...path, 'privateKey']
    if (authority.certificate !== undefined) {
      const settings = ['commonName', 'duration', 'renewBefore', 'pathLen', 'privateKey'] as const
      yield* given(authority, settings, path, `the certificate of authority ${quoted(name)} exists already`)
    } else if (authority.privateKey?.rotationPolicy === 'always') {
      yield {
        path: [...keyPath, 'rotationPolicy'],
        because: 'an authority keeps its key as long as it is trusted',
      }
    }
  }
}

function* ofListeners({ brokers: specs = {} }: Spec, brokers: readonly Broker[]): Generator<Ineffective> {
  for (const { name, listeners } of brokers) {
    for (const { name: listener, tls, path } of listeners) {
      if (tls?.kind !== 'certificate' || tls.clientAuth !== 'none') continue
      const because = 'this listener asks nobody for a certificate'
      yield* given(specs[name]?.listeners[listener]?.tls, ['trust'], [...path, 'tls'], because)
    }
  }
}

function* ofBridges({ bridges: specs }: Spec, bridges: readonly Bridge[]): Generator<Ineffective> {
  const plain = new Set(bridges.filter(({ listener }) => listener.tls === undefined).map(({ name }) => name))
  for (const [name, spec] of sortedEntries(specs)) {
    const path = ['bridges', name]
    if (spec.start !== 'lazy')
      yield* given(spec, ['threshold'], path, 'only a bridge with "start: lazy" waits')
    if (!spec.addresses?.length) yield* given(spec, ['roundRobin'], path, 'the bridge has one address only')
    if (plain.has(name)) yield* given(spec, ['tls'], path, 'the far listener has no TLS')
  }
}

function* ofUsers({ users, fleets }: Spec): Generator<Ineffective> {
  const because = 'only users with a certificate have it'
  const settings: readonly (keyof UserAuth)[] = ['uris', 'csr']
  for (const [section, specs] of Object.entries({ users, fleets })) {
    for (const [name, { auth }] of sortedEntries<{ readonly auth?: UserAuth }>(specs)) {
      if (auth?.certificate === undefined) yield* given(auth, settings, [section, name, 'auth'], because)
    }
  }
}

function* ofBundles({ bundles }: Spec): Generator<Ineffective> {
  for (const [name, bundle] of sortedEntries(bundles)) {
    const path = ['bundles', name]
    const only = (...formats: string[]) => `only bundles of format ${quotedList(formats, 'or')} have it`
    // OwnTracks takes its client certificate as PKCS#12.
    if (!['pkcs12', 'otrc'].includes(bundle.format)) {
      yield* given(bundle, ['password', 'encryption'], path, only('pkcs12', 'otrc'))
    }
    if (bundle.format !== 'otrc') yield* given(bundle, ['qr'], path, only('otrc'))
    if (bundle.format !== 'template') yield* given(bundle, ['files'], path, only('template'))
  }
}
