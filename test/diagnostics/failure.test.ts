import { expect, test } from 'vitest'
import { orFail } from '../../src/diagnostics/failure.ts'
import { systemError } from '../support/memory-reader.ts'

test.each([
  ['write out/x', '/home/ann/out/x', 'cannot write out/x: it does not exist'],
  ['write ./out/x', '/home/ann/out/x', 'cannot write ./out/x: it does not exist'],
  ['write /srv/x', '/srv/x', 'cannot write /srv/x: it does not exist'],
  ['write out', '/home/ann/out/x', 'cannot write out: it does not exist (/home/ann/out/x)'],
  ['write x', '/home/ann/box', 'cannot write x: it does not exist (/home/ann/box)'],
])('%s fails at %s: the path is told once', async (what, path, message) => {
  const fail = () => Promise.reject(Object.assign(systemError('ENOENT', path), { path }))
  await expect(orFail(what, fail)).rejects.toMatchObject({ name: 'Failure', message })
})
