/** `mqttopia graph`: a picture of the topology, or of the way that messages take in it. */

import { type Command, Option } from 'commander'
import type { Locate } from '../../diagnostics/diagnostic.ts'
import type { Graph } from '../../graph/graph.ts'
import { graphJson } from '../../graph/graph-json.ts'
import { makeGraph } from '../../graph/make-graph.ts'
import { renderDot } from '../../graph/render-dot.ts'
import { renderMermaid } from '../../graph/render-mermaid.ts'
import { askedFlow } from '../../graph/shown-flow.ts'
import { renderSvg } from '../../graph/svg/render-svg.ts'
import { askSpec, SPEC_ARGUMENT } from '../access/answer-verb.ts'
import { askedTopics } from '../access/asked-topics.ts'
import { type FormatFile, formatFileParser, writeReport } from '../format-file.ts'
import type { ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
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
}

export function graphCommand(host: Host, exit: Exit): Command {
  const command = verb('graph', {
    description: 'draw the topology, or the way of messages in it',
    examples: [
      ['mqttopia graph -o svg=topology.svg', 'brokers, bridges, and who connects'],
      ["mqttopia graph --flow 'press/#' -o svg=press.svg", 'where these messages go'],
      ['mqttopia graph --user grafana -o mermaid', 'what goes from and to grafana'],
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
    .option('--expand', 'show users one by one; a fleet is one all the same')
    .action((path: string | undefined, options: GraphOptions) => runGraph(host, exit, path, options))
}

async function runGraph(
  host: Host,
  exit: Exit,
  path: string | undefined,
  options: GraphOptions,
): Promise<void> {
  const { output = [{ format: 'svg' }], expand = false, flow, user, ...rest } = options
  const topics = flow === undefined ? undefined : askedTopics(flow)
  const spec = await askSpec(host, exit, path, rest)
  if (spec === undefined) return
  const { topology } = spec
  const asked = { ...(topics && { topics }), ...(user !== undefined && { user: userNamed(topology, user) }) }
  const shown = Object.keys(asked).length === 0 ? {} : { flow: askedFlow(topology, asked) }
  const graph = makeGraph(topology, { expand, ...shown })
  for (const { format, file } of output) {
    const text = await drawn(graph, format, spec.document.locate)
    if (file === undefined) host.stdout(text)
    else await writeReport(host, file, text)
  }
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
