// @ts-check
/** The page's own part: asks `answers.js`, and writes what it says as text, never as markup. */

import { createAnswers, topicProblem } from './answers.js'

const MOST_NAMES = 8
const MOST_ENTRIES = 50

/** @typedef {import('./answers.js').Able} Able */
/** @typedef {import('./answers.js').Origin} Origin */

/** @type {import('./answers.js').Data} */
const data = JSON.parse(byId('data').textContent ?? '')
const answers = createAnswers(data)
const topicField = /** @type {HTMLInputElement} */ (byId('topic'))
const brokerField = /** @type {HTMLSelectElement} */ (byId('broker'))

/** @param {string} id */
function byId(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no element "${id}"`)
  return found
}

/**
 * @param {string} name
 * @param {(string | Node)[]} children
 */
function make(name, ...children) {
  const made = document.createElement(name)
  made.append(...children.map((child) => (typeof child === 'string' ? printable(child) : child)))
  return made
}

/**
 * Control and direction characters must not mislead who reads a name.
 *
 * @param {string} text
 */
function printable(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '\ufffd')
}

/**
 * `23 devices of presses, all but 0007`.
 *
 * @param {Able} able
 */
function who({ party, all, names, count, isSure }) {
  const shown = names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ' and more' : '')
  if (party.count === 1) return party.label
  if (all) {
    const but = names.length === 0 ? '' : `, all but ${shown}`
    return party.noun === 'device' ? `${count} devices of ${party.label}${but}` : `${party.label}${but}`
  }
  const perhaps = isSure ? '' : ', if there is such a one'
  return party.noun === 'device' ? `${shown} of ${party.label}${perhaps}` : `${shown}${perhaps}`
}

/**
 * @param {Able & { origin?: Origin }} able
 * @param {number} broker
 */
function entry(able, broker) {
  const { index, origin } = able
  const name = make('strong', who(able))
  const anchor = document.getElementById(`party-${data.parties[index]?.card ?? ''}`)
  const item = make('li', anchor === null ? name : link(`#${anchor.id}`, name))
  if (origin !== undefined && origin.broker !== broker) {
    const way = origin.hops.map(({ bridge }) => bridge).join(', then ')
    item.append(
      ' publishes ',
      make('code', origin.topic),
      printable(` on ${data.brokers[origin.broker]}, which comes over ${way}`),
    )
  }
  return item
}

/**
 * @param {string} href
 * @param {Node} child
 */
function link(href, child) {
  const made = make('a', child)
  made.setAttribute('href', href)
  return made
}

/**
 * @param {string} title
 * @param {(Able & { origin?: Origin })[]} able
 * @param {number} broker
 */
function list(title, able, broker) {
  const box = make('div', make('h4', title))
  if (able.length === 0) {
    box.append(make('p', data.left > 0 ? 'nobody among those in this page' : 'nobody'))
    return box
  }
  const items = able.slice(0, MOST_ENTRIES).map((each) => entry(each, broker))
  if (able.length > items.length) items.push(make('li', `${able.length - items.length} more`))
  box.append(make('ul', ...items))
  return box
}

/**
 * @param {(Origin & { receivers: Able[] })[]} copies
 * @returns {Node[]}
 */
function onward(copies) {
  if (copies.length === 0) return []
  const items = copies.slice(0, MOST_ENTRIES).map(({ broker, topic, hops, receivers }) => {
    const way = hops.map(({ bridge }) => bridge).join(', then ')
    const names = receivers.slice(0, MOST_NAMES).map(who).join(', ')
    const more = receivers.length > MOST_NAMES ? ' and more' : ''
    const whom = receivers.length === 0 ? 'nobody can receive it' : `${names}${more} can receive it`
    return make(
      'li',
      `over ${way} to `,
      make('strong', data.brokers[broker] ?? ''),
      ' as ',
      make('code', topic),
      `: ${whom}`,
    )
  })
  if (copies.length > items.length) items.push(make('li', `${copies.length - items.length} more`))
  return [make('h4', 'Bridges take it on'), make('ul', ...items)]
}

function answer() {
  const topic = topicField.value
  const box = byId('answer')
  box.replaceChildren()
  if (topic === '') return
  const problem = topicProblem(topic)
  if (problem !== undefined) {
    box.append(make('p', problem))
    return
  }
  const asked = brokerField.value === '' ? data.brokers.map((_, i) => i) : [Number(brokerField.value)]
  const told = asked.map((broker) => ({
    broker,
    publishers: answers.publishers(broker, topic),
    receivers: answers.receivers(broker, topic),
  }))
  const some = told.filter(({ publishers, receivers }) => publishers.length + receivers.length > 0)
  for (const { broker, publishers, receivers } of some.length > 0
    ? some
    : told.slice(0, asked.length === 1 ? 1 : 0)) {
    const article = make('article', make('h3', `on ${data.brokers[broker]}`))
    article.className = 'card'
    const pair = make(
      'div',
      list('Can publish it', publishers, broker),
      list('Can receive it', receivers, broker),
    )
    pair.className = 'pair'
    article.append(pair, ...onward(answers.copies(broker, topic)))
    box.append(article)
  }
  if (some.length === 0 && asked.length > 1)
    box.append(
      make('p', `Nobody${data.left > 0 ? ' in this page' : ''} can publish or receive it on any broker.`),
    )
  if (data.left > 0) {
    const note = make(
      'p',
      `${data.left} users had no room in this page. Ask for all of them: mqttopia who-can publish TOPIC`,
    )
    note.className = 'note'
    box.append(note)
  }
}

for (const [i, name] of data.brokers.entries()) {
  const option = make('option', name)
  option.setAttribute('value', String(i))
  brokerField.append(option)
}
document.documentElement.classList.add('has-script')
byId('question').addEventListener('submit', (event) => event.preventDefault())
topicField.addEventListener('input', answer)
brokerField.addEventListener('change', answer)
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true
})
answer()
