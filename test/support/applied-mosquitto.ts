/** A real Mosquitto that `apply` starts, reloads and restarts; the restart is a script, as a service manager's command would be. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { CommandLine } from '../cli/command-line.ts'
import { needPeer } from './real-peer.ts'

export interface AppliedMosquitto {
  /** Where it is installed. */
  readonly dir: string
  readonly apply: (...more: readonly string[]) => ReturnType<CommandLine['mqttopia']>
  readonly stop: () => void
}

export function appliedMosquitto({ path, mqttopia }: CommandLine): AppliedMosquitto {
  const [dir, restart, pid, log] = [path('etc'), path('restart.sh'), path('pid'), path('log')]
  mkdirSync(dir)
  writeFileSync(
    restart,
    `[ -f ${pid} ] && kill "$(cat ${pid})" 2>/dev/null && sleep 0.3\n${needPeer('mosquitto')} -c ${dir}/current/mosquitto.conf </dev/null >>${log} 2>&1 &\necho $! >${pid}\n`,
  )
  const commands = ['--pid-file', pid, '--restart-command', `sh ${restart}`, '--wait', '5']
  return {
    dir,
    apply: (...more) => mqttopia('apply', ...more, '--dir', dir, ...commands),
    stop() {
      if (existsSync(pid)) process.kill(Number(readFileSync(pid, 'utf8')), 'SIGTERM')
    },
  }
}
