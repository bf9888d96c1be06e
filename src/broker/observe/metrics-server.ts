/** HTTP for those who watch a broker: `/metrics` for Prometheus, `/health` for supervisors, `/status` as JSON. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import { Failure, failureReason } from '../../diagnostics/failure.ts'
import type { BrokerStatus } from './broker-status.ts'
import { metricsText } from './metrics.ts'
import { PROMETHEUS_CONTENT_TYPE } from './prometheus-text.ts'

export interface MetricsServerOptions {
  /** Loopback unless an operator says otherwise: there is no log-in. */
  readonly host?: string
  /** 0: any free one. */
  readonly port: number
  readonly brokers: () => readonly BrokerStatus[]
  /** Why the brokers do not work, as a sentence; `undefined` while they do. */
  readonly problem?: () => string | undefined
}

export interface MetricsServer {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'
const MOST_CONNECTIONS = 32
const PATIENCE_MS = 5000

/** @throws Failure when the port cannot be had. */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const { host = LOOPBACK, port } = options
  const server = createServer({ maxHeaderSize: 8192 }, (request, response) =>
    answer(options, request, response),
  )
  server.maxConnections = MOST_CONNECTIONS
  server.headersTimeout = PATIENCE_MS
  server.requestTimeout = PATIENCE_MS
  server.keepAliveTimeout = PATIENCE_MS
  await listen(server, host, port)
  const bound = server.address() as AddressInfo
  return { host: bound.address, port: bound.port, close: () => close(server) }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const reason = failureReason(error) ?? error.message
      reject(new Failure(`cannot serve metrics on ${host}:${port}: ${reason}`, { cause: error }))
    })
    server.listen(port, host, resolve)
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

function answer(options: MetricsServerOptions, request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  const { status, type, body } = answerTo(options, request)
  const bytes = Buffer.from(body)
  response.writeHead(status, {
    'content-type': type,
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

function answerTo(options: MetricsServerOptions, { method, url, headers }: IncomingMessage): Answer {
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'only GET and HEAD are known here')
  if (isLoopback(options.host ?? LOOPBACK) && !isLocalName(headers.host ?? ''))
    return text(421, 'this address is for programs on this machine')
  switch ((url ?? '').split('?', 1)[0]) {
    case '/metrics':
      return { status: 200, type: PROMETHEUS_CONTENT_TYPE, body: metricsText(options.brokers()) }
    case '/health':
      return health(options.problem?.())
    case '/status':
      return json(200, { brokers: options.brokers() })
    default:
      return text(404, 'see /metrics, /health and /status')
  }
}

function health(problem: string | undefined): Answer {
  return problem === undefined ? text(200, 'ok') : text(503, problem)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Web pages that have a name of their own lead here (DNS rebinding) do not get to read who is connected. */
function isLocalName(hostHeader: string): boolean {
  const name = hostHeader.replace(/:\d*$/, '').replace(/^\[|\]$/g, '')
  return name === 'localhost' || isIP(name) !== 0
}

function text(status: number, sentence: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${sentence}\n` }
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(value)}\n` }
}
