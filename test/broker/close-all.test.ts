import { expect, test } from 'vitest'
import { closeAll } from '../../src/broker/close-all.ts'

test('all parts are closed in their order, and what failed first is thrown once', async () => {
  const closed: string[] = []
  const part = (name: string, failure?: string) => async () => {
    closed.push(name)
    if (failure !== undefined) throw new Error(failure)
  }
  const throws = () => {
    closed.push('hasty')
    throw new Error('at once')
  }
  const parts = [part('a'), part('store', 'full'), () => undefined, throws, part('log', 'later')]
  await expect(closeAll(parts)).rejects.toThrow('full')
  expect(closed).toEqual(['a', 'store', 'hasty', 'log'])
  await expect(closeAll([part('b')])).resolves.toBeUndefined()
})
