/** One line for each listener of a running topology: where it is, and a command to copy. */

import { join, relative } from 'node:path'
import type { TrialClient } from '../../bundles/trial-client.ts'
import { shownWord } from '../../files/shown-word.ts'
import type { Listener } from '../../topology/broker.ts'

/** `files`: absolute path of the output; commands are for `cwd`. */
export function listenerLines(
  trials: readonly TrialClient[],
  { files, cwd }: { readonly files: string; readonly cwd: string },
): string[] {
  const rows = trials.map((trial) => {
    const { broker, listener, folder } = trial
    const path = relative(cwd, join(files, folder))
    return [`${broker.name}/${listener.name}`, urlOf(broker.host, listener), commandOf(trial, path)] as const
  })
  const widths = [0, 1].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows.map(([name, url, command]) =>
    `${name.padEnd(widths[0] ?? 0)}  ${url.padEnd(widths[1] ?? 0)}  ${command}`.trimEnd(),
  )
}

function urlOf(host: string, { transport, port, socketPath, tls }: Listener): string {
  if (transport === 'unix') return `mqtt+unix://${socketPath}`
  const scheme = transport === 'websocket' ? 'ws' : 'mqtt'
  return `${scheme}${tls === undefined ? '' : 's'}://${host}:${port}`
}

function commandOf({ user, files, subscribes, publishTo }: TrialClient, path: string): string {
  if (user === undefined) return 'for clients whose keys are elsewhere'
  const who = `as ${user.name}`
  if (files === 'pem') return user.kind === 'anonymous' ? who : `${who}, with what is in ${path}`
  const start = `${who}: (cd ${shownWord(path)} && XDG_CONFIG_HOME=.`
  if (subscribes || publishTo === undefined) return `${start} mosquitto_sub -v${subscribes ? '' : " -t '#'"})`
  return `${start} mosquitto_pub -m hello -t ${shownWord(publishTo)})`
}
