import { expect, onTestFinished, test } from 'vitest'
import { isInBackground, startInBackground } from '../../../src/cli/broker/background.ts'
import { commandLine } from '../command-line.ts'

/** Starts a program in place of the broker. */
async function started(program: string) {
  const { folder, path } = commandLine({ 'program.mjs': program })
  const said: string[] = []
  const host = { cwd: folder, env: { PATH: process.env.PATH }, stderr: (text: string) => said.push(text) }
  const status = await startInBackground(host, [path('program.mjs')])
  return { status, said: said.join('') }
}

test('who starts it gets what it says and its status, when it does not run', async () => {
  expect(await started(`process.stderr.write('wrong\\n'); process.exitCode = 3`)).toEqual({
    status: 3,
    said: 'wrong\n',
  })
  expect(await started(`process.kill(process.pid, 'SIGKILL')`)).toEqual({ status: 1, said: '' })
})

test('who starts it is let go once it runs, with all that was said before', async () => {
  const program = `process.stderr.write(process.pid + ' ' + process.env.MQTTOPIA_IN_BACKGROUND + '\\n'.repeat(9000))
process.send('running')
setInterval(() => process.stderr.write('to nobody'), 10)`
  const { status, said } = await started(program)
  onTestFinished(() => void process.kill(Number.parseInt(said, 10)))
  expect(status).toBe(0)
  expect(said).toMatch(/^\d+ 1\n{9000}$/)
})

test('it does not start itself again, however its command line is written', () => {
  const env = { MQTTOPIA_IN_BACKGROUND: '1' }
  expect(isInBackground({ env })).toBe(true)
  expect(isInBackground({ env: {} })).toBe(false)
})
