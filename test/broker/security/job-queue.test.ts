import { expect, test } from 'vitest'
import { JobQueue } from '../../../src/broker/security/job-queue.ts'

test('jobs run in order, no more than so many at a time', async () => {
  const queue = new JobQueue(2)
  const started: number[] = []
  let [running, most] = [0, 0]
  const job = (i: number) => async () => {
    started.push(i)
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
    return i
  }
  const results = Array.from({ length: 20 }, (_, i) => queue.run(job(i)))
  expect(queue.length).toBe(18)
  expect(await Promise.all(results)).toEqual(started)
  expect([most, running, queue.length]).toEqual([2, 0, 0])
})

test('a job that fails makes room for the next', async () => {
  const queue = new JobQueue(1)
  const failed = queue.run(() => Promise.reject(new Error('no')))
  const next = queue.run(async () => 'yes')
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('yes')
  expect(await queue.run(async () => 'again')).toBe('again')
})
