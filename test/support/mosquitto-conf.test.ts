import { expect, test } from 'vitest'
import { listenersOf, movePorts } from './mosquitto-conf.ts'

const CONF = `# listener 1
listener 1883
  listener 8883 127.0.0.1
listener 0 /run/m.sock
acl_file listener 1883
connection a
address 127.0.0.1:1883 far.example:1883 ::1:8883
`

test('finds TCP and Unix listeners, not comments or values', () => {
  expect(listenersOf(CONF)).toEqual([{ port: 1883 }, { port: 8883 }, { socket: '/run/m.sock' }])
})

test('moves listeners and bridges to this machine, and nothing else', () => {
  expect(
    movePorts(
      CONF,
      new Map([
        [1883, 21],
        [8883, 22],
      ]),
    ),
  ).toBe(`# listener 1
listener 21
  listener 22 127.0.0.1
listener 0 /run/m.sock
acl_file listener 1883
connection a
address 127.0.0.1:21 far.example:1883 ::1:22
`)
})
