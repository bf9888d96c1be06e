/** `mqttopia graph`: a picture of the topology, or of the way that messages take in it. */

import { type Command, Option } from 'commander'
import { violationsOf } from '../../check/policies/check-policies.ts'
import type { Locate } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Graph } from '../../graph/graph.ts'
import { graphJson } from '../../graph/graph-json.ts'
import { makeGraph } from '../../graph/make-graph.ts'
import { renderDot } from '../../graph/render-dot.ts'
import { renderMermaid } from '../../graph/render-mermaid.ts'
import { askedFlow, messageFlow, type ShownFlow } from '../../graph/shown-flow.ts'
import { renderSvg } from '../../graph/svg/render-svg.ts'
import type { TopicFilter } from '../../topic/filter.ts'
import type { Policy } from '../../topology/policy.ts'
import type { Topology } from '../../topology/topology.ts'
import { askSpec, SPEC_ARGUMENT } from '../access/answer-verb.ts'
import { askedTopics } from '../access/asked-topics.ts'
import { type FormatFile, formatFileParser, writeReport } from '../format-file.ts'
import { globalOptions, type ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { noSuch } from '../usage-error.ts'
import { userNamed } from '../user-named.ts'
import { type Exit, verb } from '../verb.ts'

const FORMATS = ['svg', 'dot', 'mermaid', 'json'] as const

type Format = (typeof FORMATS)[number]

interface GraphOptions extends ParsedGlobalOptions {
  readonly env?: string
  readonly output?: readonly FormatFile<Format>[]
  readonly expand?: boolean
  readonly flow?: string
  readonly user?: string
  readonly policy?: string
}

export function graphCommand(host: Host, exit: Exit): Command {
  const command = verb('graph', {
    description: 'draw the topology, or the way of messages in it',
    examples: [
      ['mqttopia graph -o svg=topology.svg', 'brokers, bridges, and who connects'],
      ["mqttopia graph --flow 'press/#' -o svg=press.svg", 'where these messages go'],
      ['mqttopia graph --user grafana -o mermaid', 'what goes from and to grafana'],
      ['mqttopia graph --policy isolated -o svg=why.svg', 'how a policy is broken'],
    ],
  })
  return command
    .argument(...SPEC_ARGUMENT)
    .option('-e, --env <name>', 'merge in this environment of the spec')
    .addOption(
      new Option('-o, --output <format[=file]>', 'how to draw; repeatable (default: svg)')
        .choices(FORMATS)
        .argParser(formatFileParser(FORMATS, ({ file = 'standard output' }) => file)),
    )
    .option('--flow <topics>', 'make out the way of messages on a topic or filter, as published')
    .option('--user <name>', 'make out what this user sends and receives')
    .addOption(
      new Option('--policy <name>', 'make out the message that breaks this policy').conflicts([
        'flow',
        'user',
      ]),
    )
    .option('--expand', 'show users one by one; a fleet is one all the same')
    .action((path: string | undefined, options: GraphOptions) => runGraph(host, exit, path, options))
}

async function runGraph(
  host: Host,
  exit: Exit,
  path: string | undefined,
  options: GraphOptions,
): Promise<void> {
  const { output = [{ format: 'svg' }], expand = false, flow, user, policy, ...rest } = options
  const topics = flow === undefined ? undefined : askedTopics(flow)
  const spec = await askSpec(host, exit, path, rest)
  if (spec === undefined) return
  const { topology } = spec
  const shown =
    policy === undefined
      ? questionFlow(topology, topics, user)
      : policyFlow(host, topology, policyNamed(topology, policy), globalOptions(host, rest).quiet)
  const graph = makeGraph(topology, { expand, ...(shown === undefined ? {} : { flow: shown }) })
  for (const { format, file } of output) {
    const text = await drawn(graph, format, spec.document.locate)
    if (file === undefined) host.stdout(text)
    else await writeReport(host, file, text)
  }
}

function questionFlow(
  topology: Topology,
  topics: TopicFilter | undefined,
  name: string | undefined,
): ShownFlow | undefined {
  const user = name === undefined ? undefined : userNamed(topology, name)
  if (topics === undefined && user === undefined) return undefined
  return askedFlow(topology, { ...(topics && { topics }), ...(user && { user }) })
}

/** @throws UsageError when there is no such policy. */
function policyNamed({ policies }: Topology, name: string): Policy {
  const found = policies.find((policy) => policy.name === name)
  if (found !== undefined) return found
  throw noSuch(
    'policy',
    name,
    policies.map((policy) => policy.name),
  )
}

/** The first message that breaks it; where there is none, that is told. */
function policyFlow(host: Host, topology: Topology, policy: Policy, isQuiet: boolean): ShownFlow | undefined {
  const found = violationsOf(topology, policy)
  const name = quoted(policy.name)
  const [first] = found.flatMap(({ message, witness }) => (witness === undefined ? [] : { message, witness }))
  if (first !== undefined)
    return messageFlow(topology, `policy ${name} does not hold: ${first.message}`, first.witness)
  const [violation] = found
  const said = violation === undefined ? 'holds' : `is broken by no message: ${violation.message}`
  if (!isQuiet) host.stderr(`policy ${name} ${said}\n`)
  return undefined
}

async function drawn(graph: Graph, format: Format, locate: Locate): Promise<string> {
  switch (format) {
    case 'svg':
      return renderSvg(graph)
    case 'dot':
      return renderDot(graph)
    case 'mermaid':
      return renderMermaid(graph)
    case 'json':
      return graphJson(graph, locate)
  }
}
