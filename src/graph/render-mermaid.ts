/** A topology as a flowchart of Mermaid, which GitHub and GitLab draw in Markdown. */

import {
  type BridgeEdge,
  carries,
  type Graph,
  isHighlightedBridge,
  isHighlightedLink,
  type Link,
} from './graph.ts'
import { groupLabel } from './group-label.ts'
import { listenerLabel, plainText, routeLabel } from './node-labels.ts'

export function renderMermaid(graph: Graph): string {
  const { name, brokers, groups, links, bridges, highlight } = graph
  const title = highlight === undefined ? name : `${name}: ${highlight}`
  const edges = [...bridges.map(bridgeLine), ...links.map(linkLine)]
  const hot = edges.flatMap(({ isHot }, i) => (isHot ? [i] : []))
  const hotNodes = [...brokers, ...groups].filter(({ isHighlighted }) => isHighlighted).map(({ id }) => id)
  return `${[
    'flowchart LR',
    `  accTitle: ${escaped(title)}`,
    ...brokers.map(
      ({ id, broker, listeners }) =>
        `  ${id}[[${label([broker.name, broker.host, ...listeners.map(listenerLabel)])}]]`,
    ),
    ...groups.map((group) => {
      const { title, sub } = groupLabel(group)
      const text = label([title, sub])
      return `  ${group.id}${group.kind === 'fleet' ? `@{ shape: procs, label: ${text} }` : `(${text})`}`
    }),
    ...edges.map(({ text }) => `  ${text}`),
    ...(hot.length > 0 ? [`  linkStyle ${hot.join(',')} stroke:#c2410c,stroke-width:3px`] : []),
    ...(hotNodes.length > 0
      ? ['  classDef hot stroke:#c2410c,stroke-width:2px', `  class ${hotNodes.join(',')} hot`]
      : []),
  ].join('\n')}\n`
}

interface Edge {
  readonly text: string
  readonly isHot: boolean
}

function bridgeLine(edge: BridgeEdge): Edge {
  const { bridge, from, to, routes } = edge
  const isHot = isHighlightedBridge(edge)
  const [out, back] = [carries(edge, 'out', isHot), carries(edge, 'in', isHot)]
  const text = label([bridge.name, ...routes.map(routeLabel)])
  if (!out) return { text: `${to.id} ==>|${text}| ${from.id}`, isHot }
  return { text: `${from.id} ${back ? '<==>' : '==>'}|${text}| ${to.id}`, isHot }
}

function linkLine(link: Link): Edge {
  const { group, broker, publishes, subscribes, sent, received } = link
  const isHot = isHighlightedLink(link)
  const shown = [...sent.map((topic) => `sends ${topic}`), ...received.map((topic) => `gets ${topic}`)]
  const text = shown.length === 0 ? ' ' : `|${label(shown)}| `
  const [up, down] = isHot ? [sent.length > 0, received.length > 0] : [publishes, subscribes]
  if (up && down) return { text: `${group.id} <-->${text}${broker.id}`, isHot }
  if (down) return { text: `${broker.id} -->${text}${group.id}`, isHot }
  return { text: `${group.id} ${up ? '-->' : '-.-'}${text}${broker.id}`, isHot }
}

function label(texts: readonly string[]): string {
  return `"${texts.map(escaped).join('<br>')}"`
}

/** As Mermaid's numeric entities: whatever could end a string, or be markup, a list or a directive. */
function escaped(text: string): string {
  return Array.from(plainText(text), (character, i) =>
    isPlain(character, i === 0) ? character : `#${character.codePointAt(0)};`,
  ).join('')
}

/** A digit at the beginning could be that of a list. */
function isPlain(character: string, isFirst: boolean): boolean {
  return isFirst ? /[A-Za-z]/.test(character) : /[A-Za-z0-9 _/.,:-]/.test(character)
}
