/** The names and addresses under which a broker is reached; its certificates are made for them. */

import { isIP } from 'node:net'
import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Broker as SpecBroker } from '../../spec/generated/spec.ts'
import type { Broker } from '../broker.ts'
import { hostInvalid } from '../codes/value-codes.ts'
import { canonicalIpAddress, certificateNameProblem, hostProblem, ipAddressProblem } from '../host.ts'
import type { Report, Resolution } from '../resolution.ts'
import { sortedTexts } from '../sorted.ts'

const DEFAULT_HOST = 'localhost'

/** `bridged`: the hosts by which bridges reach it. They have been checked, unlike what the broker says itself. */
export function resolveBrokerNames(
  { report }: Resolution,
  { host = DEFAULT_HOST, altNames = {} }: SpecBroker,
  path: SpecPath,
  bridged: readonly string[],
): Pick<Broker, 'host' | 'dnsNames' | 'ipAddresses'> {
  const hosts = [checkedHost(host, [...path, 'host'], report) ?? DEFAULT_HOST, ...bridged]
  const dnsNames = (altNames.dnsNames ?? []).filter((name, i) =>
    isFit(name, certificateNameProblem, [...path, 'altNames', 'dnsNames', i], report, 'ipAddresses'),
  )
  const ipAddresses = (altNames.ipAddresses ?? []).filter((address, i) =>
    isFit(address, ipAddressProblem, [...path, 'altNames', 'ipAddresses', i], report, 'dnsNames'),
  )
  const isAddress = (name: string) => isIP(name) !== 0
  return {
    host: hosts[0] ?? DEFAULT_HOST,
    dnsNames: sortedTexts(
      [...hosts.filter((name) => !isAddress(name)), ...dnsNames].map((name) => name.toLowerCase()),
    ),
    ipAddresses: sortedTexts(
      [...hosts, ...ipAddresses]
        .filter((address) => ipAddressProblem(address) === undefined)
        .map(canonicalIpAddress),
    ),
  }
}

/** The host, or `undefined` where it is none, which is reported at `path`. */
export function checkedHost(host: string, path: SpecPath, report: Report): string | undefined {
  const problem = hostProblem(host)
  if (problem !== undefined) report(hostInvalid, { message: `host ${quoted(host)} ${problem}`, at: { path } })
  return problem === undefined ? host : undefined
}

function isFit(
  name: string,
  problemOf: (name: string) => string | undefined,
  path: SpecPath,
  report: Report,
  otherList: string,
): boolean {
  const problem = problemOf(name)
  if (problem === undefined) return true
  const belongsElsewhere = (isIP(name) !== 0) === (otherList === 'ipAddresses')
  const hint = belongsElsewhere ? { hint: `write it under "${otherList}"` } : {}
  report(hostInvalid, { message: `${quoted(name)} ${problem}`, at: { path }, ...hint })
  return false
}
