import { expect, test } from 'vitest'
import { Screen } from '../../../src/cli/up/screen.ts'

/** What a terminal shows that knows line feeds, cursor up and erase below. */
function terminal(rows = 24) {
  let lines = ['']
  let at = 0
  const write = (text: string) => {
    for (const [, up, other] of text.matchAll(/\u001b\[(\d+)A\r\u001b\[J|([^\u001b])/gs)) {
      if (up !== undefined) {
        at -= Number(up)
        lines = [...lines.slice(0, at), '']
      } else if (other === '\n') {
        lines[++at] = ''
      } else lines[at] += other ?? ''
    }
  }
  return { screen: new Screen(write, () => ({ columns: 80, rows })), shown: () => lines.slice(0, at) }
}

test('a view is drawn in the place of the one before', () => {
  const { screen, shown } = terminal()
  screen.draw(['one', 'two', 'three'])
  screen.draw(['four'])
  expect(shown()).toEqual(['', 'four'])
})

test('text runs past above the view', () => {
  const { screen, shown } = terminal()
  screen.print('first\n')
  screen.draw(['view'])
  screen.print('second\n')
  screen.print('third\n')
  expect(shown()).toEqual(['first', 'second', 'third', '', 'view'])
})

test('a view is never higher than the screen', () => {
  const { screen, shown } = terminal(4)
  screen.draw(['a', 'b', 'c', 'd', 'e'])
  expect(shown()).toEqual(['', 'a', 'b'])
})

test('a view that a narrower terminal has wrapped is taken away as a whole', () => {
  let columns = 80
  const written: string[] = []
  const screen = new Screen(
    (text) => written.push(text),
    () => ({ columns, rows: 24 }),
  )
  screen.draw(['a'.repeat(70), 'b'])
  columns = 30
  screen.print('log\n')
  expect(written.slice(1)).toEqual(['\u001b[5A\r\u001b[J', 'log\n', expect.stringContaining('aaa')])
})

test('once released, the view stays', () => {
  const { screen, shown } = terminal()
  screen.draw(['view'])
  screen.release()
  screen.print('end\n')
  expect(shown()).toEqual(['', 'view', 'end'])
})
