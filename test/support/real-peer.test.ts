import { expect, test } from 'vitest'
import { findPeer, needPeer } from './real-peer.ts'

test('finds an installed program', () => {
  expect(findPeer('sh')).toMatch(/\/sh$/)
})

test('a program that is not installed is not found, and needing it is an error', () => {
  expect(findPeer('no-such-program')).toBeUndefined()
  expect(() => needPeer('no-such-program')).toThrow('no-such-program is not installed')
})
