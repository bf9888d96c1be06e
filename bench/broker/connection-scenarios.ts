/** Connections per second, memory of idle connections, and the time until the first connection after a start. */

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startBroker } from '../harness/broker-process.ts'
import { PASSWORD, writePasswords, writeUserRules } from '../harness/credential-files.ts'
import { holdIdle, type LoadOptions, runConnect } from '../load/run-load.ts'
import { type Aim, type Ground, running, type Sample, type Scenario, type Subject } from './scenario.ts'

const SETTLE_MILLISECONDS = 3_000

type Transport = 'plain' | 'tls' | 'mtls'

const listenerOf: Record<Transport, (ground: Ground) => readonly string[]> = {
  plain: () => [],
  tls: ({ tls }) => [`certfile ${tls().serverCertificate}`, `keyfile ${tls().serverKey}`],
  mtls: (ground) => [
    ...listenerOf.tls(ground),
    `cafile ${ground.tls().authority}`,
    'require_certificate true',
  ],
}

function clientOf(transport: Transport, { tls }: Ground): LoadOptions {
  if (transport === 'plain') return {}
  const { authority, clientCertificate, clientKey } = tls()
  return transport === 'tls' ? { ca: authority } : { ca: authority, cert: clientCertificate, key: clientKey }
}

async function connections(subject: Subject, transport: Transport): Promise<Sample> {
  const { pid, port } = running(subject)
  const parallel = transport === 'plain' ? 50 : 16
  const client = clientOf(transport, subject.ground)
  const report = await runConnect({ port, watch: pid, parallel, seconds: subject.seconds, ...client })
  if (report.refused > 0) throw new Error(`${subject.command.name} refused a connection`)
  if (report.connections === 0) throw new Error(`${subject.command.name} let nobody in`)
  return {
    value: report.connectionsPerSecond,
    cpuMicroseconds: (report.brokerCpuSeconds * 1e6) / report.connections,
    lost: report.disconnects,
    brokerShare: report.brokerCpuShare,
    loadShare: report.cpuShare,
  }
}

function connecting(
  name: string,
  title: string,
  transport: Transport,
  aim?: Aim,
  more: readonly string[] = [],
): Scenario {
  return {
    name,
    title,
    unit: '/s',
    ...(aim && { aim }),
    configure: (ground) => [...listenerOf[transport](ground), ...more],
    measure: (subject) => connections(subject, transport),
  }
}

/** Growth of the resident memory, once it has settled, over a broker that has already served some. */
async function idleMemory(subject: Subject, transport: Transport, count: number): Promise<Sample> {
  const { pid, port, rssKilobytes } = running(subject)
  const client: LoadOptions = { port, watch: pid, 'keep-alive': 600, ...clientOf(transport, subject.ground) }
  await holdIdle({ ...client, count: 100, 'client-id': 'first' }, () => sleep(500))
  await sleep(1_000)
  const before = rssKilobytes()
  const { result, disconnects } = await holdIdle({ ...client, count }, async ([round]) => {
    if (round?.connected !== count) throw new Error(`only ${round?.connected} connections of ${count}`)
    await sleep(SETTLE_MILLISECONDS)
    return rssKilobytes()
  })
  return { value: ((result - before) * 1024) / count, lost: disconnects }
}

function idle(name: string, title: string, transport: Transport, count: number, bytes: number): Scenario {
  return {
    name,
    title,
    unit: 'B',
    aim: { of: 'value', atMost: bytes },
    rounds: 1,
    configure: (ground) => listenerOf[transport](ground),
    measure: (subject) => idleMemory(subject, transport, count),
  }
}

const users = Array.from({ length: 100_000 }, (_, i) => `user-${i}`)

/** From the start of the process until the last of its users has been let in. */
async function startTime({ ground, command, port, configuration }: Subject): Promise<Sample> {
  const begun = performance.now()
  const broker = await startBroker(command, ground.folder, port, configuration)
  try {
    const login = {
      port,
      username: users.at(-1),
      password: PASSWORD,
      parallel: 1,
      messages: 1,
      warmup: 0,
      seconds: 10,
    }
    const report = await runConnect(login)
    if (report.connections !== 1 || report.refused > 0) throw new Error(`${command.name} let nobody in`)
    return { value: (performance.now() - begun) / 1000 }
  } finally {
    await broker.stop()
  }
}

export const connectionScenarios: readonly Scenario[] = [
  connecting('connect-plain', 'connections, plain', 'plain', { of: 'ratio', atLeast: 0.7 }),
  connecting('connect-tls', 'connections, TLS', 'tls'),
  connecting('connect-mtls', 'connections, mutual TLS', 'mtls', { of: 'ratio', atLeast: 2 }),
  connecting('connect-mtls-nodelay', 'the same, set_tcp_nodelay', 'mtls', undefined, [
    'set_tcp_nodelay true',
  ]),
  idle('idle-plain', 'RSS an idle connection', 'plain', 10_000, 10_000),
  idle('idle-tls', 'RSS an idle connection, TLS', 'tls', 2_000, 40_000),
  {
    name: 'start-100000',
    title: 'start with 100,000 users',
    unit: 's',
    aim: { of: 'value', atMost: 2 },
    startsItself: true,
    alone: true,
    configure: ({ folder }, port) => {
      const [passwords, acl] = [join(folder, `${port}`, 'passwords'), join(folder, `${port}`, 'acl')]
      writePasswords(passwords, users)
      writeUserRules(acl, users)
      return ['allow_anonymous false', `password_file ${passwords}`, `acl_file ${acl}`]
    },
    measure: startTime,
  },
]
