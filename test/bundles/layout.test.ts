import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientPaths, layoutProblem } from '../../src/bundles/layout.ts'
import { artifactPathProblem } from '../../src/files/artifact-path.ts'
import { nastyText } from '../support/nasty-text.ts'
import { user } from './fixtures.ts'

const row = { serial: '0007', site: 'Köln/Süd', 'odd/name': 'x' }
const device = user('press 7', { row })

test.each([
  ['${username}/', 'press%207'],
  ['${each.serial}/', '0007'],
  ['${each.site}/${each.serial}', 'K%C3%B6ln%2FS%C3%BCd/0007'],
  ['site-${each.serial}.d/${username}', 'site-0007.d/press%207'],
  ['${each.odd/name}', 'x'],
  ['a//', 'a'],
])('%s gives %s', (layout, path) => {
  expect(layoutProblem(layout, row)).toBeUndefined()
  expect(clientPaths(layout)(device)).toBe(path)
})

test.each([
  ['', 'has an empty step'],
  ['/', 'has an empty step'],
  ['/etc/${username}', 'has an empty step'],
  ['a//b', 'has an empty step'],
  ['../${username}', 'leaves the bundle with the step ".."'],
  ['./${username}', 'leaves the bundle with the step "."'],
  ['${each.seral}', 'names "${each.seral}", which is neither "${username}" nor a column of the table'],
  [
    '${each.constructor}',
    'names "${each.constructor}", which is neither "${username}" nor a column of the table',
  ],
  ['${clientId}', 'names "${clientId}", which is neither "${username}" nor a column of the table'],
  ['${username', 'has a "${" without its "}"'],
])('%j %s', (layout, problem) => {
  expect(layoutProblem(layout, row)).toBe(problem)
})

describe('whatever the table holds', () => {
  test('the path stays inside, with as many steps as the layout', () => {
    fc.assert(
      fc.property(nastyText, nastyText, nastyText, (name, serial, literal) => {
        const path = clientPaths('${each.serial}/x${username}')(user(name, { row: { serial } }))
        expect(artifactPathProblem(path)).toBeUndefined()
        expect(path.split('/')).toHaveLength(2)
        expect(artifactPathProblem(clientPaths(`${literal}/x`)(device))).toBeUndefined()
      }),
    )
  })
})
