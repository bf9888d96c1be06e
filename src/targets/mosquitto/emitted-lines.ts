/** Which lines of the emitted files decide what a user may do; each file is made and read when it is first asked for. */

import type { TopicFilter } from '../../topic/filter.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import type { Action, User } from '../../topology/user.ts'
import { aclFiles } from './access-files.ts'
import { type AskedLine, type AskedLines, askedLines } from './acl/asked-lines.ts'
import { DYNAMIC_SECURITY_FILE } from './conf/broker-files.ts'
import { askedRoles } from './dynamic-security/asked-roles.ts'
import { brokerFolder } from './install-paths.ts'

export interface EmittedLine extends AskedLine {
  /** Below the output folder. */
  readonly file: string
}

export interface EmittedLines {
  /** One line for each file that lets the user in; none where no line allows it, which refuses it. */
  deciding(broker: Broker, user: User, action: Action, topic: string): readonly EmittedLine[]
  /** All lines that say something of what the filter matches. */
  about(broker: Broker, user: User, action: Action, topics: TopicFilter): readonly EmittedLine[]
}

interface AskedFile {
  readonly file: string
  readonly lines: AskedLines
}

export function emittedLines(topology: Topology): EmittedLines {
  const known = new Map<Broker, readonly AskedFile[]>()
  const filesOf = (broker: Broker) => {
    const files = known.get(broker) ?? askedFiles(topology, broker)
    known.set(broker, files)
    return files
  }
  return {
    deciding: (broker, user, action, topic) =>
      filesOf(broker).flatMap(({ file, lines }) => {
        const found = lines.deciding(user, action, topic)
        return found === undefined ? [] : [{ file, ...found }]
      }),
    about: (broker, user, action, topics) =>
      filesOf(broker).flatMap(({ file, lines }) =>
        lines.about(user, action, topics).map((line) => ({ file, ...line })),
      ),
  }
}

function askedFiles(topology: Topology, broker: Broker): readonly AskedFile[] {
  const below = (path: string) => `${brokerFolder(broker.name)}/${path}`
  if (broker.access === 'dynamic-security')
    return [{ file: below(DYNAMIC_SECURITY_FILE), lines: askedRoles(topology, broker) }]
  return [...aclFiles(broker, topology)].flatMap(({ path, content }) =>
    typeof content === 'string' ? [{ file: below(path), lines: askedLines(content) }] : [],
  )
}
