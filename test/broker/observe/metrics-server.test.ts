import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MetricsServer, startMetricsServer } from '../../../src/broker/observe/metrics-server.ts'
import { Failure } from '../../../src/diagnostics/failure.ts'
import { readPrometheusText } from './read-prometheus-text.ts'
import { sampleStatus } from './sample-status.ts'

let problem: string | undefined
let server: MetricsServer

beforeAll(async () => {
  server = await startMetricsServer({ port: 0, brokers: () => [sampleStatus()], problem: () => problem })
})
afterAll(() => server.close())

async function ask(path: string, { method = 'GET', host }: { method?: string; host?: string } = {}) {
  const headers = host === undefined ? {} : { host }
  const asked = request({ port: server.port, host: server.host, path, method, headers }).end()
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage]
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, type: response.headers['content-type'], body }
}

test('it is on a loopback address', () => {
  expect(server.host).toBe('127.0.0.1')
})

test('/metrics is the text of Prometheus', async () => {
  const { status, type, body } = await ask('/metrics')
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  expect(readPrometheusText(body).get('mqttopia_broker_clients')?.samples[0]?.value).toBe(17)
})

test('/status is the state of the brokers as JSON', async () => {
  const { status, type, body } = await ask('/status?x=1')
  expect([status, type]).toEqual([200, 'application/json; charset=utf-8'])
  expect(JSON.parse(body)).toEqual({ brokers: [JSON.parse(JSON.stringify(sampleStatus()))] })
})

test('/health says whether the brokers work', async () => {
  expect(await ask('/health')).toMatchObject({ status: 200, body: 'ok\n' })
  problem = 'the store cannot be written: the disk is full'
  expect(await ask('/health')).toMatchObject({ status: 503, body: `${problem}\n` })
  problem = undefined
})

test.each([
  { path: '/metrics', method: 'POST', status: 405 },
  { path: '/metrics', method: 'DELETE', status: 405 },
  { path: '/', method: 'GET', status: 404 },
  { path: '/metrics/', method: 'GET', status: 404 },
  { path: '//metrics', method: 'GET', status: 404 },
])('$method $path is $status', async ({ path, method, status }) => {
  expect(await ask(path, { method })).toMatchObject({ status })
})

test('HEAD has no body', async () => {
  expect(await ask('/metrics', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
})

test.each([
  { host: 'localhost:9000', status: 200 },
  { host: '127.0.0.1', status: 200 },
  { host: '[::1]:9000', status: 200 },
  { host: 'evil.example:9000', status: 421 },
  { host: 'localhost.evil.example', status: 421 },
])('a page of $host gets $status', async ({ host, status }) => {
  expect(await ask('/status', { host })).toMatchObject({ status })
})

test('somebody who talks nonsense is answered, and others are served on', async () => {
  const socket = connect(server.port, server.host)
  socket.write('\x10\x0c\0\x04MQTT\x04\x02\0\x3c\0\0\r\n\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1.1 400 /)
  expect(await ask('/health')).toMatchObject({ status: 200 })
})

test('a port that is taken is a failure in words', async () => {
  const second = startMetricsServer({ port: server.port, brokers: () => [] })
  await expect(second).rejects.toThrow(Failure)
  await expect(second).rejects.toThrow(`cannot serve metrics on 127.0.0.1:${server.port}: `)
})
