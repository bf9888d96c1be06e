import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Address } from '../bridge.ts'
import { checkedHost } from '../brokers/broker-names.ts'
import { valueOutOfRange } from '../codes/value-codes.ts'
import type { Report } from '../resolution.ts'
import { parseAddress } from './parse-address.ts'

const MAX_PORT = 65_535

/** The far broker's own address, then those of `texts`, which stand at `path`; each once. */
export function resolveAddresses(
  own: Address,
  texts: readonly string[] = [],
  path: SpecPath,
  report: Report,
): Address[] {
  const further = texts.flatMap((text, i) => resolveAddress(text, own.port, [...path, i], report) ?? [])
  const byText = new Map([own, ...further].map((address) => [`${address.host} ${address.port}`, address]))
  return [...byText.values()]
}

function resolveAddress(
  text: string,
  defaultPort: number,
  path: SpecPath,
  report: Report,
): Address | undefined {
  const { host, port = defaultPort } = parseAddress(text)
  const isPort = port >= 1 && port <= MAX_PORT
  if (!isPort)
    report(valueOutOfRange, { message: `${quoted(text)} has no port from 1 to 65535`, at: { path } })
  return checkedHost(host, path, report) === undefined || !isPort ? undefined : { host, port }
}
