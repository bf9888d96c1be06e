/** Messages per second, and paced messages with their latency. */

import { join } from 'node:path'
import { PASSWORD, writeManyRules, writePasswords } from '../harness/credential-files.ts'
import { type LoadOptions, runFlow } from '../load/run-load.ts'
import { type Aim, type Ground, running, type Sample, type Scenario, type Subject } from './scenario.ts'

const atLeast = (bound: number): Aim => ({ of: 'ratio', atLeast: bound })

async function flow(subject: Subject, options: LoadOptions): Promise<Sample> {
  const { pid, port } = running(subject)
  const report = await runFlow({ port, watch: pid, seconds: subject.seconds, ...options })
  if (report.refused > 0) throw new Error(`${subject.command.name} refused ${report.refused} times`)
  if (report.receivedPerSecond === 0) throw new Error(`${subject.command.name} delivered nothing`)
  if (report.wentWrong) throw new Error(`${subject.command.name} closed a connection`)
  const messages = report.receivedPerSecond * report.seconds
  return {
    value: options.latency === true ? report.medianMicroseconds : report.receivedPerSecond,
    cpuMicroseconds: (report.brokerCpuSeconds * 1e6) / messages,
    lost: report.lost,
    brokerShare: report.brokerCpuShare,
    loadShare: report.cpuShare,
  }
}

function saturated(name: string, title: string, options: LoadOptions, aim?: Aim): Scenario {
  return { name, title, unit: '/s', ...(aim && { aim }), measure: (subject) => flow(subject, options) }
}

/** Deep enough that no broker runs dry, bounded so that none has to drop or to hoard. */
const one = { window: 20_000 }
const fan = { subscribers: 100, window: 500 }
const bigFan = { subscribers: 1_000, window: 50, drain: 15 }
const pairs = { publishers: 10, subscribers: 10, groups: 10, window: 2_000 }
const into = { publishers: 100, window: 200 }
const acknowledged = 100

const plain: readonly Scenario[] = [
  saturated('qos0-1-1', 'QoS 0, 1 -> 1', one, atLeast(4)),
  saturated('qos0-1-100', 'QoS 0, 1 -> 100', fan, atLeast(5)),
  saturated('qos0-1-1000', 'QoS 0, 1 -> 1000', bigFan, atLeast(5)),
  saturated('qos0-pairs', 'QoS 0, 10 pairs', pairs, atLeast(5)),
  saturated('qos0-100-1', 'QoS 0, 100 -> 1', into, atLeast(4)),
  saturated('qos0-1-100-single', 'QoS 0, 1 -> 100, one at a time', { ...fan, window: 1 }),
  saturated('qos0-flood', 'QoS 0, 1 -> 1, no window', {}),
  saturated('qos0-v5', 'QoS 0, 1 -> 1, MQTT 5', { ...one, version: 5 }),
  saturated('qos0-versions', 'QoS 0, 1 -> 1, MQTT 3.1.1 -> 5', { ...one, 'subscriber-version': 5 }),
  saturated('qos0-wildcard', 'QoS 0, 100 topics -> #', { ...into, wildcard: true }),
  saturated('qos0-topics', 'QoS 0, 20,000 topics -> #', { ...one, topics: 20_000 }),
  saturated('qos1-1-1', 'QoS 1, 1 -> 1', { qos: 1, window: acknowledged }, atLeast(3)),
  saturated('qos1-1-100', 'QoS 1, 1 -> 100', { ...fan, qos: 1, window: acknowledged }, atLeast(3)),
  saturated('qos1-pairs', 'QoS 1, 10 pairs', { ...pairs, qos: 1, window: acknowledged }),
  saturated('qos1-v5', 'QoS 1, 1 -> 1, MQTT 5', { qos: 1, window: acknowledged, version: 5 }),
  saturated('qos2-1-1', 'QoS 2, 1 -> 1', { qos: 2, window: acknowledged }, atLeast(3)),
  saturated('large-1-10', '64 KiB, 1 -> 10', { subscribers: 10, payload: 65_536, window: 20 }),
  {
    name: 'paced',
    title: 'paced 2,000/s, median latency',
    unit: 'us',
    aim: { of: 'ratio', atMost: 1.2 },
    cpuAtMost: 1.6,
    measure: (subject) => flow(subject, { rate: 2_000, latency: true, warmup: 1, seconds: 3 }),
  },
]

function secured(name: string, title: string, options: LoadOptions): Scenario {
  return {
    name,
    title,
    unit: '/s',
    configure: ({ tls }) => [`certfile ${tls().serverCertificate}`, `keyfile ${tls().serverKey}`],
    measure: (subject) => flow(subject, { ca: subject.ground.tls().authority, ...options }),
  }
}

const overTls: readonly Scenario[] = [
  secured('tls-qos0-1-1', 'TLS, QoS 0, 1 -> 1', one),
  secured('tls-qos0-1-100', 'TLS, QoS 0, 1 -> 100', fan),
]

/** Sessions outlive connections, and the broker keeps them on disk. */
function durable(name: string, title: string, options: LoadOptions): Scenario {
  return {
    name,
    title,
    unit: '/s',
    configure: ({ folder }, port) => ['persistence true', `persistence_location ${join(folder, `${port}`)}/`],
    measure: (subject) => flow(subject, { durable: true, drain: 10, ...options }),
  }
}

const onDisk: readonly Scenario[] = [
  durable('durable-qos0-1-1', 'persistence, QoS 0, 1 -> 1', one),
  durable('durable-qos1-1-1', 'persistence, QoS 1, 1 -> 1', { qos: 1, window: acknowledged }),
  durable('durable-qos1-1-100', 'persistence, QoS 1, 1 -> 100', { ...fan, qos: 1, window: acknowledged }),
  durable('durable-qos1-pairs', 'persistence, QoS 1, 10 pairs', { ...pairs, qos: 1, window: acknowledged }),
  durable('durable-qos1-single', 'persistence, QoS 1, one at a time', { qos: 1, window: 1 }),
  durable('durable-qos1-singles', 'persistence, QoS 1, 100 at a time', {
    qos: 1,
    window: 1,
    publishers: 100,
  }),
  durable('durable-qos2-1-1', 'persistence, QoS 2, 1 -> 1', { qos: 2, window: acknowledged }),
]

function withRules(rules: number, kind: 'acl' | 'acl-topics', options: LoadOptions): Scenario {
  const base = `${kind}-0`
  const configure = ({ folder }: Ground, port: number) => {
    const [passwords, acl] = [join(folder, `${port}`, 'passwords'), join(folder, `${port}`, 'acl')]
    writePasswords(passwords, ['publisher', 'subscriber'])
    writeManyRules(acl, rules)
    return ['allow_anonymous false', `password_file ${passwords}`, `acl_file ${acl}`]
  }
  const names = { username: 'publisher', 'subscriber-name': 'subscriber', password: PASSWORD }
  return {
    name: `${kind}-${rules}`,
    title: `${rules.toLocaleString('en')} ACL rules${kind === 'acl' ? '' : ', 20,000 topics'}`,
    unit: '/s',
    ...(rules === 100_000 && { alone: true }),
    ...(rules > 0 && { base, aim: { of: 'base', atLeast: 0.9 } }),
    configure,
    measure: (subject) => flow(subject, { ...names, ...options }),
  }
}

const ruleCounts = [0, 1_000, 10_000, 100_000]
const access: readonly Scenario[] = [
  ...ruleCounts.map((rules) => withRules(rules, 'acl', { window: 2_000, drain: 10 })),
  ...ruleCounts.map((rules) => withRules(rules, 'acl-topics', { window: 2_000, topics: 20_000, drain: 10 })),
]

export const flowScenarios: readonly Scenario[] = [...plain, ...overTls, ...onDisk, ...access]
