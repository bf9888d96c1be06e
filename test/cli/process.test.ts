/** What only a process shows: streams that close, disks that are full, and the status that a shell sees. */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { bundledCommandLine } from '../support/bundled.ts'
import { freePort } from '../support/mosquitto-broker.ts'
import { BAD_SPEC, commandLine, GOOD_SPEC } from './command-line.ts'

const PROGRAM = bundledCommandLine()

function shell(folder: string, command: string) {
  const env = { PATH: process.env.PATH, HOME: folder }
  const mqttopia = `"${process.execPath}" "${PROGRAM.path}"`
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command.replaceAll('mqttopia', mqttopia)], {
    cwd: folder,
    encoding: 'utf8',
    env,
  })
  return { status, stdout, stderr }
}

test('the exit code is the status of the process, and data and people have a stream each', () => {
  const { folder } = commandLine({ 'topology.yaml': BAD_SPEC })
  const { status, stdout, stderr } = shell(folder, 'mqttopia validate -o json')
  expect({ status, stderr }).toEqual({ status: 3, stderr: '1 error, 1 warning\n' })
  expect(JSON.parse(stdout).diagnostics).toHaveLength(2)
})

test('a reader that has seen enough is no failure', () => {
  const { folder } = commandLine()
  const { status, stdout, stderr } = shell(folder, '{ mqttopia schema; echo "status $?" >&2; } | head -n 1')
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '{\n', stderr: 'status 0\n' })
})

test('a reader that has gone does not keep the work from being done', () => {
  const { folder, path } = commandLine({ 'topology.yaml': GOOD_SPEC })
  const { stderr } = shell(folder, '{ mqttopia compile -o json -q 2>&1; echo "status $?" >&2; } | true')
  expect(stderr).toBe('status 0\n')
  expect(existsSync(path('build/manifest.json'))).toBe(true)
})

test.runIf(existsSync('/dev/full'))('data that cannot be written exits with 1', () => {
  const { folder } = commandLine()
  expect(shell(folder, 'mqttopia explain-code > /dev/full')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'mqttopia: cannot write to standard output: the disk is full\n',
  })
})

test('a broker in the background runs on when its starter has ended', async () => {
  const port = await freePort()
  const conf = `pid_file pid\nlistener ${port} 127.0.0.1\nallow_anonymous true\nuser root\n`
  const { folder, path } = commandLine({ 'mosquitto.conf': conf })
  const args = [PROGRAM.path, 'broker', '-vdc', path('mosquitto.conf')]
  expect(spawnSync(process.execPath, args, { cwd: folder })).toMatchObject({ status: 0 })
  const pid = Number(readFileSync(path('pid'), 'utf8'))
  onTestFinished(() => void process.kill(pid))
  await new Promise<void>((resolve, reject) => {
    connect(port, '127.0.0.1', resolve).on('error', reject)
  })
})
