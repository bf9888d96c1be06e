import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Counters } from '../../../src/broker/observe/counters.ts'
import { metricsText } from '../../../src/broker/observe/metrics.ts'
import { prometheusText } from '../../../src/broker/observe/prometheus-text.ts'
import { readPrometheusText } from './read-prometheus-text.ts'
import { sampleBridge, sampleGauges, sampleListener, sampleStatus } from './sample-status.ts'

const read = (...brokers: Parameters<typeof metricsText>[0]) => readPrometheusText(metricsText(brokers))

test('every counter and every gauge is there once, with its own number', () => {
  const families = read(sampleStatus())
  const values = [...families].flatMap(([name, { type, samples }]) =>
    samples
      .filter(({ labels }) => Object.keys(labels).join() === 'broker')
      .map(({ value }) => ({ name, type, value })),
  )
  const counters = values.filter(({ type }) => type === 'counter')
  const { clientsMaximum, ...totals } = sampleStatus().counters
  expect(counters.map(({ value }) => value).sort()).toEqual(Object.values(totals).sort())
  const gauges = values.filter(({ type, name }) => type === 'gauge' && !name.endsWith('start_time_seconds'))
  expect(gauges.map(({ value }) => value).sort()).toEqual(
    [...Object.values(sampleGauges), clientsMaximum].sort(),
  )
})

test('names follow the conventions: a prefix, base units, _total for counters alone', () => {
  for (const [name, { type, help }] of read(sampleStatus())) {
    expect(name).toMatch(/^(mqttopia_broker|process|nodejs)_[a-z0-9_]+$/)
    expect(name.endsWith('_total')).toBe(type === 'counter')
    expect(help).toMatch(/^[A-Z0-9].*\.$/)
  }
})

test.each([
  ['mqttopia_broker_info', { broker: 'edge', version: '1.2.3' }, 1],
  ['mqttopia_broker_start_time_seconds', { broker: 'edge' }, Date.UTC(2024, 0, 1, 12) / 1000],
  ['mqttopia_broker_messages_received_total', { broker: 'edge' }, sampleStatus().counters.publishReceived],
  ['mqttopia_broker_clients_connected', { broker: 'edge' }, 12],
  ['mqttopia_broker_listener_connections', { broker: 'edge', listener: '8883', transport: 'tls' }, 12],
  [
    'mqttopia_broker_listener_connections_accepted_total',
    { broker: 'edge', listener: '8883', transport: 'tls' },
    4321,
  ],
  [
    'mqttopia_broker_listener_connections_refused_total',
    { broker: 'edge', listener: '8883', transport: 'tls' },
    2,
  ],
  ['mqttopia_broker_bridge_connected', { broker: 'edge', bridge: 'to-cloud' }, 1],
  ['mqttopia_broker_bridge_messages_received_total', { broker: 'edge', bridge: 'to-cloud' }, 10],
  ['mqttopia_broker_bridge_messages_sent_total', { broker: 'edge', bridge: 'to-cloud' }, 20_000],
  ['mqttopia_broker_bridge_queued_messages', { broker: 'edge', bridge: 'to-cloud' }, 3],
  ['mqttopia_broker_bridge_reconnections_total', { broker: 'edge', bridge: 'to-cloud' }, 4],
  ['process_resident_memory_bytes', {}, 85_300_000],
  ['nodejs_heap_size_used_bytes', {}, 1000],
  ['nodejs_external_memory_bytes', {}, 500],
])('%s', (name, labels, value) => {
  expect(read(sampleStatus()).get(name)?.samples).toEqual([{ labels, value }])
})

test('brokers of one process are told apart, their memory is one', () => {
  const families = read(
    sampleStatus(),
    sampleStatus({ name: 'cloud', counters: new Counters(), bridges: [] }),
  )
  expect(families.get('mqttopia_broker_packets_sent_total')?.samples.map(({ labels }) => labels)).toEqual([
    { broker: 'edge' },
    { broker: 'cloud' },
  ])
  expect(families.get('process_resident_memory_bytes')?.samples).toHaveLength(1)
  expect(families.get('mqttopia_broker_bridge_connected')?.samples).toHaveLength(1)
})

test('a bridge that is not connected is 0', () => {
  for (const state of ['connecting', 'waiting', 'stopped'] as const) {
    const families = read(sampleStatus({ bridges: [{ ...sampleBridge, state }] }))
    expect(families.get('mqttopia_broker_bridge_connected')?.samples[0]?.value).toBe(0)
  }
})

test('nothing to tell is an empty text', () => {
  expect(metricsText([])).toBe('')
})

test('no name breaks the format', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.oneof(
          fc.constantFrom('"', '\\', '\n', '}', ','),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        ),
      }),
      (name) => {
        const families = read(sampleStatus({ name, listeners: [{ ...sampleListener, name }] }))
        expect(families.get('mqttopia_broker_listener_connections')?.samples[0]?.labels).toMatchObject({
          broker: name,
          listener: name,
        })
      },
    ),
  )
})

test.each([
  [0, 0],
  [1.5, 1.5],
  [1e21, 1e21],
  [1e-7, 1e-7],
  [Number.NaN, Number.NaN],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
])('%d is written so that it is read again', (value, expected) => {
  const text = prometheusText([
    { name: 'x', type: 'gauge', help: 'A \\ and\na line.', samples: [[{}, value]] },
  ])
  expect(readPrometheusText(text).get('x')?.samples[0]?.value).toBe(expected)
})
