/** The option `--metrics [HOST:]PORT`. */

import { InvalidArgumentError, Option } from 'commander'

export interface Endpoint {
  readonly host?: string
  readonly port: number
}

export function metricsOption(): Option {
  return new Option('--metrics <[host:]port>', 'serve /metrics, /health and /status there').argParser(
    parseEndpoint,
  )
}

function parseEndpoint(text: string): Endpoint {
  const colon = text.lastIndexOf(':')
  if (colon === -1) return { port: parsePort(text) }
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: parsePort(text.slice(colon + 1)) }
}

/** @throws InvalidArgumentError for what is none. */
export function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}
