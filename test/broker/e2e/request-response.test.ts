/** `mosquitto_rr` asks over the broker, and MQTT.js answers where the request says (MQTT 5.0 4.10). */

import { expect, test } from 'vitest'
import { placeAllListeners, WAYS } from '../support/all-listeners.ts'
import { rr } from '../support/mosquitto-clients.ts'
import { mqttJs } from '../support/mqtt-js.ts'
import { describeOnBoth } from '../support/running-broker.ts'

describeOnBoth('requests and responses', ['mosquitto_rr', 'stdbuf'], (engine) => {
  test('an answer goes to the response topic with the correlation data of its request', async () => {
    const way = WAYS.find(({ identity }) => identity === 'nobody')
    if (way === undefined) throw new Error('no listener for clients without a name')
    const access = way.access(await placeAllListeners(engine))
    const responder = await mqttJs.connect(access, { version: 5 })
    await responder.subscribe('nobody/ask', 1)
    const asked = rr(access, {
      args: [
        '-t',
        'nobody/ask',
        '-e',
        'nobody/answer',
        '-m',
        'how much',
        '-D',
        'publish',
        'correlation-data',
        '7',
      ],
    })
    const [request] = await responder.read(1)
    expect(request).toMatchObject({
      payload: 'how much',
      properties: { responseTopic: 'nobody/answer', correlationData: '7' },
    })
    await responder.publish('nobody/answer', '21.5', { qos: 1, properties: { correlationData: '7' } })
    const { stdout, exitCode } = await asked
    responder.drop()
    expect({ exitCode, answer: stdout.trim().split('\n').at(-1) }).toEqual({ exitCode: 0, answer: '21.5' })
  })
})
