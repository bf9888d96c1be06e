import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AccessModel } from '../../src/access/access-model.ts'
import { whoCan } from '../../src/access/who-can.ts'
import { plainText } from '../../src/graph/node-labels.ts'
import { partiesWithCards } from '../../src/report/access-section.ts'
import { partyTitle } from '../../src/report/party-title.ts'
import { packageFile } from '../../src/state/package-files.ts'
import { parseFilter } from '../../src/topic/filter.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { resolved, YARD } from '../graph/made-topology.ts'
import { openPage, type PageOptions, startBrowser } from '../support/browser-page.ts'
import { describeWithPeers } from '../support/real-peer.ts'
import { pageAbout, reportOn } from './made-report.ts'

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<!--<script>',
  '{{{data}}}',
  '&lt;b&gt;',
  ']]><svg onload=alert(1)>',
  '__proto__',
  '\u2028\u202egpj.exe',
  '`${alert(1)}`',
  'javascript:alert(1)',
  '</style><style>*{display:none}',
]

/** Every name that a spec may give, made hostile; each differently, so that names stay apart. */
function hostile(topology: Topology): Topology {
  const brokers = new Map(
    topology.brokers.map((broker, i) => [
      broker,
      {
        ...broker,
        name: `${HOSTILE[i]}${i}`,
        host: HOSTILE[i + 1] ?? '',
        listeners: broker.listeners.map((listener) => ({
          ...listener,
          name: HOSTILE[2] ?? '',
          bind: HOSTILE[0] ?? '',
        })),
      },
    ]),
  )
  const moved = (broker: Topology['brokers'][number]) => brokers.get(broker) ?? broker
  const users = new Map(
    topology.users.map((user, i) => [
      user,
      {
        ...user,
        name: `${HOSTILE[i % HOSTILE.length]}${i}`,
        at: user.at.map(moved),
        ...(user.fleet === undefined ? {} : { fleet: HOSTILE[0] ?? '' }),
        grants: user.grants.map((grant, k) => {
          const level = (HOSTILE[k % HOSTILE.length] ?? '').replaceAll(/[/+#]/g, '')
          const levels = [level, ...grant.filter.levels]
          return {
            ...grant,
            via: `role:${HOSTILE[1]}`,
            filter: { text: `${level}/${grant.filter.text}`, levels },
          }
        }),
      },
    ]),
  )
  return {
    ...topology,
    name: HOSTILE.join(' '),
    brokers: [...brokers.values()],
    users: [...users.values()],
    bridges: topology.bridges.map((bridge) => ({
      ...{ ...bridge, name: HOSTILE[3] ?? '', from: moved(bridge.from), to: moved(bridge.to) },
      user: users.get(bridge.user) ?? bridge.user,
    })),
  }
}

const spec = {
  ...YARD,
  policies: {
    isolated: { forbid: { from: 'fleet:presses', to: 'group:readers' } },
    loopless: { forbid: { cycle: true } },
  },
}

describeWithPeers(['chromium'], 'the page of a report, in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  async function looking(
    html: string,
    options: PageOptions,
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const { page, complaints, close } = await openPage(browser, html, options)
    await look(page)
    expect(complaints).toEqual([])
    await close()
  }

  const overflow = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

  test('loads nothing, says nothing on the console, and answers as the model', async () => {
    const yard = await resolved(spec)
    await looking(await reportOn(spec), {}, async (page) => {
      for (const topic of [
        'press/0001/state',
        'press/0007/state',
        'plant/press/0050/state',
        'plant/cmd/x',
        'notes/pia',
      ]) {
        expect([topic, await shownAnswer(page, topic)]).toEqual([topic, expectedAnswer(yard, topic)])
      }
      expect(await shownAnswer(page, 'no/body')).toEqual([])
      expect(await answerText(page)).toContain('Nobody can publish or receive it')
      await shownAnswer(page, 'a/#')
      expect(await answerText(page)).toContain('without the wildcards')
      const policies = await page.$$eval('#policies .badge', (badges) =>
        badges.map(({ textContent }) => textContent),
      )
      expect(policies).toEqual(['broken', 'holds'])
    })
  })

  test('has no way out: neither a request nor a script of somebody else', async () => {
    const { page, complaints, close } = await openPage(browser, await reportOn(spec))
    const outcomes = await page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'window.wasHere = true'
      document.body.append(script)
      const image = document.createElement('img')
      image.src = 'http://127.0.0.1:9/x.png'
      document.body.append(image)
      const answer = await fetch('http://127.0.0.1:9/').then(
        () => 'answered',
        () => 'refused',
      )
      return [answer, 'wasHere' in window]
    })
    expect(outcomes).toEqual(['refused', false])
    expect(
      complaints.filter((each) => each.includes('Content Security Policy')).length,
    ).toBeGreaterThanOrEqual(3)
    await close()
  })

  test('shows hostile names as they are', async () => {
    const topology = hostile(await resolved(spec))
    await looking(await pageAbout(topology), { width: 375 }, async (page) => {
      expect(await page.$eval('h1', ({ textContent }) => textContent)).toBe(plainText(topology.name))
      expect(await page.$$eval('script', ({ length }) => length)).toBe(2)
      expect(await page.$$eval('img, iframe, object, svg svg', ({ length }) => length)).toBe(0)
      const handlers = await page.$$eval('*', (all) =>
        all
          .flatMap(({ attributes }) => [...attributes].map(({ name }) => name))
          .filter((name) => name.startsWith('on')),
      )
      expect(handlers).toEqual([])
      expect(await overflow(page)).toBe(0)
      const names = await page.$$eval('#access article h3', (all) =>
        all.map(({ firstChild }) => firstChild?.textContent),
      )
      const parties = partiesWithCards(new AccessModel(topology))
      expect(names.map((name) => name?.trim())).toEqual(
        parties.map((party) => plainText(partyTitle(party)).trim()),
      )
      const [level] = HOSTILE
      await shownAnswer(page, `${(level ?? '').replaceAll('/', '')}/plant/cmd/x`)
      expect(await page.$$eval('#answer img, #answer script', ({ length }) => length)).toBe(0)
    })
  })

  test('is readable on a phone, on paper, and without scripts', async () => {
    const html = await reportOn(spec)
    await looking(html, { width: 375 }, async (page) => {
      expect(await overflow(page)).toBe(0)
      await shownAnswer(page, 'press/0001/state')
      expect(await overflow(page)).toBe(0)
      await page.emulateMediaType('print')
      expect(await page.$eval('nav', (nav) => getComputedStyle(nav).display)).toBe('none')
    })
    await looking(html, { width: 375, hasScript: false }, async (page) => {
      const text = await page.$eval('body', ({ textContent }) => textContent)
      for (const said of [
        'yard',
        'press/${username}/state',
        'presses',
        'mqttopia who-can publish TOPIC',
        'loopless',
      ])
        expect(text).toContain(said)
      expect(await page.$eval('#ask', (section) => getComputedStyle(section).display)).toBe('none')
    })
  })

  test('can be used with a keyboard, and tells a screen reader what is what', async () => {
    await looking(await reportOn(spec), {}, async (page) => {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
      const tree = JSON.stringify(await page.accessibility.snapshot({ interestingOnly: false }))
      for (const name of ['"Topic"', '"on broker"', '"Who can send to whom"', '"Picture of the topology"'])
        expect(tree).toContain(`"name":${name}`)
      expect(tree).toContain('"name":"MQTT topology yard"')
    })
  })
})

async function shownAnswer(page: Page, topic: string): Promise<readonly string[]> {
  await page.$eval(
    '#topic',
    (field, topic) => {
      if (!(field instanceof HTMLInputElement)) throw new Error('there is no field for the topic')
      field.value = topic
      field.dispatchEvent(new Event('input'))
    },
    topic,
  )
  const shown = await page.$$eval('#answer article', (articles) =>
    articles.flatMap((article) =>
      ['publish', 'receive'].map((action, i) => {
        const items = article.querySelectorAll(`.pair > div:nth-child(${i + 1}) li`)
        return `${article.querySelector('h3')?.textContent} ${action}: ${[...items].map(({ textContent }) => textContent).join('; ')}`
      }),
    ),
  )
  return shown.filter((line) => !line.endsWith(': '))
}

function answerText(page: Page): Promise<string | null> {
  return page.$eval('#answer', ({ textContent }) => textContent)
}

/** In the page's words, from the model. */
function expectedAnswer(topology: Topology, topic: string): readonly string[] {
  return topology.brokers
    .flatMap((broker) =>
      (['publish', 'subscribe'] as const).flatMap((action) => {
        const able = whoCan(topology, action, parseFilter(topic), [broker])
        const items = able.map(({ users, hops, witness }) => {
          const [first] = users
          const others = topology.users.filter(({ fleet }) => fleet !== undefined && fleet === first.fleet)
          const names = users.map(({ name }) => name).join(', ')
          const who = first.fleet === undefined || others.length === 1 ? names : `${names} of ${first.fleet}`
          const alone = first.name === '0007' ? '0007' : who // a deny names it
          const [hop] = hops
          return hop === undefined
            ? alone
            : `${alone} publishes ${witness} on ${hop.from.name}, which comes over ${hops.map(({ bridge }) => bridge.name).join(', then ')}`
        })
        const verb = action === 'publish' ? 'publish' : 'receive'
        return items.length === 0 ? [] : [`on ${broker.name} ${verb}: ${items.sort().join('; ')}`]
      }),
    )
    .map((line) => line)
}

test('the scripts of the page end no script, and its template leaves four values as they are', () => {
  for (const name of ['answers.js', 'page.js'])
    expect(readFileSync(packageFile(`templates/report/${name}`), 'utf8')).not.toMatch(/<\/script|<!--/i)
  const template = readFileSync(packageFile('templates/report/report.html.hbs'), 'utf8')
  expect([...template.matchAll(/\{\{\{(\w+)\}\}\}|\{\{&/g)].map(([, name]) => name)).toEqual([
    'style',
    'picture',
    'data',
    'script',
  ])
})
