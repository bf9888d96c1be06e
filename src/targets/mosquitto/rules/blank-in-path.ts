import type { SpecPath } from '../../../diagnostics/diagnostic.ts'
import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { Broker } from '../../../topology/broker.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const blankInPath: MosquittoRule = {
  code: 'blank-in-path',
  severity: 'error',
  summary: 'Mosquitto would cut a path at its blank',
  explanation: prose`
    Most paths in Mosquitto's configuration go on to the end of the line. The path of a Unix socket does not, nor, in 2.1,
    that of a plugin: Mosquitto takes what stands before the first blank, without a word.

    Choose a path without blanks.
  `,
  *check({ topology: { brokers } }) {
    for (const { what, text, path } of brokers.flatMap(cutPaths)) {
      if (!text.includes(' ')) continue
      yield {
        message: `Mosquitto would cut ${what} ${quoted(text)} at its blank`,
        at: { path },
        hint: 'choose a path without blanks',
      }
    }
  },
}

function cutPaths({
  listeners,
  install,
  engine,
  path,
}: Broker): { what: string; text: string; path: SpecPath }[] {
  const sockets = listeners.flatMap(({ socketPath, path: at }) =>
    socketPath === undefined ? [] : [{ what: 'the socket', text: socketPath, path: [...at, 'path'] }],
  )
  if (engine.version === '2.0') return sockets
  const plugins = {
    what: 'the folder of plugins',
    text: install.plugins,
    path: [...path, 'install', 'plugins'],
  }
  return [...sockets, plugins]
}
