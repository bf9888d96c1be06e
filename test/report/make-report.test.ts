import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { broker, grant, topology, user } from '../../bench/access/made-up.ts'
import { pageAbout } from './made-report.ts'

const hub = broker('hub')

test('a page about very many stays small enough for a browser, and says what it leaves out', async () => {
  const grants = [grant('publish', 'd/${username}/up'), grant('subscribe', 'd/${username}/down/#')]
  const devices = Array.from({ length: 30_000 }, (_, i) => {
    const name = `${(i * 2654435761) % 2 ** 32}`.padStart(60, 'serial-') // in no order, so that each takes room
    return user(name, [hub], grants, { kind: 'device', fleet: 'devices' })
  })
  const users = Array.from({ length: 200 }, (_, i) =>
    user(`user-${i}`, [hub], [grant('publish', `site/${i}`)]),
  )
  const page = await pageAbout(topology([hub], [...devices, ...users]))
  expect(Buffer.byteLength(page)).toBeLessThan(1_000_000)
  const data = JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '')
  expect(data.parties.map(({ count }: { count: number }) => count)).toContain(30_000)
  expect(data.parties.find(({ label }: { label: string }) => label === 'devices')).not.toHaveProperty('names')
  expect(page).toContain('141 more users with other rights')
})
