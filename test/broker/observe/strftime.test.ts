import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { strftime } from '../../../src/broker/observe/strftime.ts'
import { describeWithPeers, needPeer } from '../../support/real-peer.ts'

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'UTC'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

const at = new Date('2023-11-14T22:13:20.987Z')

test.each([
  ['%s', '1700000000'],
  ['%Y-%m-%dT%H:%M:%S', '2023-11-14T22:13:20'],
  ['%Y-%m-%dT%H:%M:%S%z', '2023-11-14T22:13:20+0000'],
  ['%d.%m.%y %I:%M %p', '14.11.23 10:13 PM'],
  ['%a %b %e %T %Y', 'Tue Nov 14 22:13:20 2023'],
  ['100%% %Ey %Od', '100% 23 14'],
  ['no conversion', 'no conversion'],
  ['%q stays, a last % too', '%q stays, a last % too'],
  ['%', '%'],
])('%j gives %j', (format, text) => {
  expect(strftime(format, at)).toBe(text)
})

describeWithPeers(['date'], 'strftime against GNU date', () => {
  const conversions = Array.from('aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%')
  const moments = [
    0, 1_704_067_199, 1_704_067_200, 1_709_164_800, 1_711_846_800, 1_735_689_599, 1_798_761_600,
  ]

  test.each(['UTC', 'Europe/Berlin', 'America/St_Johns'])('every conversion in %s', (name) => {
    process.env.TZ = name
    const format = conversions
      .filter((conversion) => conversion !== 'Z')
      .map((conversion) => `${conversion}=%${conversion}`)
      .join('|')
    for (const seconds of moments) {
      const real = execFileSync(needPeer('date'), ['-d', `@${seconds}`, `+${format}`], {
        env: { LC_ALL: 'C', TZ: name },
        encoding: 'utf8',
      })
      expect(`${strftime(format, new Date(seconds * 1000))}\n`).toBe(real)
    }
    process.env.TZ = 'UTC'
  })
})
