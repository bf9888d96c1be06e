/**
 * Releases on another machine, in the same form as `local-machine.ts` has them here, by the system's own ssh and rsync.
 * Scripts go over standard input, so nothing of them stands in an argument list. The other side needs a POSIX shell, GNU
 * find and coreutils, flock (util-linux) and rsync.
 */

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../diagnostics/failure.ts'
import { parseManifest } from '../../files/manifest.ts'
import { shellWord } from '../../files/quote.ts'
import { SNAPSHOT_FILE } from '../../topology/topology-snapshot.ts'
import { isWhole } from './is-whole.ts'
import { localMachine } from './local-machine.ts'
import type { CommandResult, InstalledFile, Journal, Machine } from './machine.ts'
import { ownerProblem } from './owner.ts'
import { isReleaseId, type Release } from './release.ts'
import { runProgram } from './run-command.ts'
import type { SshDestination } from './ssh-destination.ts'

/** Nobody is there to type a password or to look at a host key. */
const SSH_OPTIONS = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10']

export function sshMachine({ login, folder }: SshDestination): Machine {
  const name = `${login}:${folder}`
  const ask = (script: string) => runProgram('ssh', [...SSH_OPTIONS, '--', login, 'sh', '-s'], script)
  const remote = async (script: string): Promise<string> => {
    const { ok, said, stdout } = await ask(`set -eu\ncd ${folder}\n${script}\n`)
    if (!ok) throw new Failure(`${name}: ${said}`)
    return stdout
  }
  const textOf = async (path: string) => {
    const text = await remote(`if [ -f ${shellWord(path)} ]; then printf x; cat -- ${shellWord(path)}; fi`)
    return text === '' ? undefined : text.slice(1)
  }
  const entriesOf = async (id: string) => parseManifest((await textOf(`releases/${id}/release.json`)) ?? '')
  const describe = async (id: string) => describeRelease(await remote(describeScript(id)))
  return {
    ...{ name, folder, entriesOf, describe },
    lock: () => holdRemoteLock(login, folder, name),
    current: async () => linkedRelease((await remote(CURRENT_SCRIPT)).trim(), name),
    readText: (id, path) => textOf(`releases/${id}/${path}`),
    async install(release, owner) {
      const files =
        (await remote(`test -d releases/${release.id} && echo yes || true`)) === ''
          ? []
          : await describe(release.id)
      const isThere = isWhole(release.id, await entriesOf(release.id), files)
      if (!isThere) await sendRelease(release, login, folder)
      const given = owner === undefined ? '' : chownScript(owner, isThere ? release.id : `.${release.id}.new`)
      await remote(`cd releases\n${given}\n${isThere ? '' : placeScript(release.id)}`)
      return !isThere
    },
    async activate(id) {
      await remote(`rm -f .current.new\nln -s releases/${id} .current.new\nmv -T .current.new current\nsync`)
    },
    async prune(keep, count) {
      const names = (await remote('ls -1t releases')).split('\n').filter(isReleaseId)
      const old = names.filter((id) => !keep.includes(id)).slice(count)
      if (old.length > 0) await remote(`cd releases\nrm -rf -- ${old.join(' ')}`)
    },
    readJournal: async () => parseJournal(await textOf('.mqttopia/journal.json')),
    async writeJournal(journal) {
      await remote(journal === undefined ? 'rm -f .mqttopia/journal.json' : journalScript(journal))
    },
    readSnapshot: () => textOf(`.mqttopia/${SNAPSHOT_FILE}`),
    async writeSnapshot(text) {
      await remote(replaceScript(`.mqttopia/${SNAPSHOT_FILE}`, text))
    },
    async audit(record) {
      await remote(
        `umask 077\nprintf '%s\\n' ${shellWord(JSON.stringify(record))} >>.mqttopia/audit.jsonl\nsync`,
      )
    },
    async run(command): Promise<CommandResult> {
      const { ok, said } = await ask(`exec sh -c ${shellWord(command)} </dev/null\n`)
      return { ok, said }
    },
  }
}

const CURRENT_SCRIPT = 'if [ -L current ]; then readlink current; elif [ -e current ]; then echo none; fi'

function linkedRelease(target: string, name: string): string | undefined {
  if (target === '') return undefined
  const [folder, id = '', ...more] = target.split('/')
  if (folder === 'releases' && isReleaseId(id) && more.length === 0) return id
  throw new Failure(
    `${name}/current is no link to a release of mqttopia; move it away, or name another folder`,
  )
}

function describeScript(id: string): string {
  return `cd releases/${id}
find . -type f ! -path ./release.json -printf '%m %U:%G %P\\0'
printf '\\0'
find . -type f ! -path ./release.json -print0 | xargs -0 -r sha256sum -z --`
}

/** Two lists with an empty entry between them: modes and owners, then digests. */
function describeRelease(text: string): readonly InstalledFile[] {
  const parts = text.split('\0')
  const split = parts.indexOf('')
  const digests = new Map(
    parts
      .slice(split + 1)
      .flatMap((line) => (line === '' ? [] : [[line.slice(68), line.slice(0, 64)] as const])),
  )
  return parts.slice(0, split).map((line) => {
    const [mode = '', owner = '', ...path] = line.split(' ')
    const name = path.join(' ')
    return { path: name, sha256: digests.get(name) ?? '', mode: mode.padStart(4, '0'), owner }
  })
}

/** Made here with its modes, in a folder that is closed to others, and sent as it is. */
async function sendRelease(release: Release, login: string, folder: string): Promise<void> {
  const staging = mkdtempSync(join(tmpdir(), 'mqttopia-release-'))
  try {
    await localMachine(staging).install(release, undefined)
    const from = `${join(staging, 'releases', release.id)}/`
    const to = `${login}:${folder}/releases/.${release.id}.new/`
    const shell = `--rsh=ssh ${SSH_OPTIONS.join(' ')}`
    const { ok, said } = await runProgram('rsync', [
      '--recursive',
      '--perms',
      '--times',
      '--delete',
      shell,
      '--',
      from,
      to,
    ])
    if (!ok) throw new Failure(`${login}: cannot send the release: ${said}`)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

function chownScript(owner: string, path: string): string {
  const problem = ownerProblem(owner)
  if (problem !== undefined) throw new Failure(problem)
  return `chown -R -h -- ${owner} ${path}`
}

function placeScript(id: string): string {
  return `sync\nrm -rf .${id}.old\nif [ -e ${id} ]; then mv ${id} .${id}.old; fi\nmv .${id}.new ${id}\nsync\nrm -rf .${id}.old`
}

function journalScript(journal: Journal): string {
  return replaceScript('.mqttopia/journal.json', `${JSON.stringify(journal)}\n`)
}

/** In base64: any text fits into a script then, of any length. */
function replaceScript(file: string, text: string): string {
  const data = Buffer.from(text).toString('base64')
  return `umask 077\nbase64 -d >${file}.new <<'END'\n${data}\nEND\nsync\nmv ${file}.new ${file}\nsync`
}

function parseJournal(text: string | undefined): Journal | undefined {
  return text === undefined ? undefined : JSON.parse(text)
}

/** Held as long as the connection stands: a process that dies lets the next one in. */
function holdRemoteLock(login: string, folder: string, name: string): Promise<() => void> {
  const script = `set -eu
mkdir -p ${folder}/releases ${folder}/.mqttopia
chmod 700 ${folder}/.mqttopia
exec 9>${folder}/.mqttopia/lock
flock -w 600 9
echo locked
exec cat >/dev/null
`
  return new Promise((resolve, reject) => {
    const child = spawn('ssh', [
      ...SSH_OPTIONS,
      '--',
      login,
      `sh -c ${shellWord(script.replaceAll('\n', '; ').replace(/; $/, ''))}`,
    ])
    let said = ''
    child.stderr.on('data', (data: Buffer) => {
      said = `${said}${data}`.slice(-400)
    })
    child.stdin.on('error', () => {})
    child.stdout.once('data', () => resolve(() => child.stdin.end()))
    child.once('error', () => reject(new Failure('cannot apply over ssh: there is no ssh here')))
    child.once('close', () => reject(new Failure(`${name}: ${said.trim() || 'the connection ended'}`)))
  })
}
