import { describe, expect, test } from 'vitest'
import { startTestBroker } from '../support/test-broker.ts'

const levels = (count: number) => Array.from({ length: count }, () => 'a').join('/')

test('topics of 201 levels come and go, retained and by wildcards too, as with Mosquitto', async () => {
  const broker = await startTestBroker()
  const deepest = levels(201)
  const ada = await broker.connect('ada')
  await ada.follow(deepest)
  const bob = await broker.connect('bob')
  bob.publish(deepest, 'now')
  bob.publish(deepest, 'kept', { retain: true })
  expect(await ada.payloads()).toEqual(['now', 'kept'])
  for (const filter of ['#', deepest.replaceAll('a', '+'), `$share/g/${deepest}`]) await ada.subscribe(filter)
  expect(await ada.payloads()).toEqual(['kept', 'kept'])
})

describe('a topic of 202 levels, which would take the broker down if it were deep enough,', () => {
  const tooDeep = levels(202)

  test.each([
    ['with QoS 0', {}],
    ['retained', { retain: true }],
    ['with QoS 1', { qos: 1 }],
  ] as const)('is refused in a PUBLISH %s', async (_, options) => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada')
    ada.publish(tooDeep, 'x', options)
    expect(await ada.read()).toEqual(['DISCONNECT 0x90', 'closed'])
  })

  test.each([tooDeep, `${levels(201)}/#`, `$share/g/${tooDeep}`])(
    'is refused in a SUBSCRIBE %#',
    async (filter) => {
      const broker = await startTestBroker()
      const ada = await broker.connect('ada')
      await ada.subscribe(filter)
      expect(await ada.read()).toEqual(['DISCONNECT 0x8f', 'closed'])
    },
  )

  test('is refused in a will', async () => {
    const broker = await startTestBroker()
    const ada = await broker.connect('ada', {
      will: { topic: tooDeep, payload: Buffer.from('x'), qos: 0, retain: false },
    })
    expect(ada.connack).toMatchObject({ reasonCode: 0x90 })
  })
})
