/** A real browser, offline, that keeps account of all that a page must not do. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { needPeer } from './real-peer.ts'

export interface OpenedPage {
  readonly page: Page
  /** Errors, dialogs, violations of the page's policy, requests but for the page itself. */
  readonly complaints: readonly string[]
  readonly close: () => Promise<void>
}

export function startBrowser(): Promise<Browser> {
  // The sandbox needs rights that containers lack, and what is opened here is our own.
  return puppeteer.launch({ executablePath: needPeer('chromium'), args: ['--no-sandbox', '--disable-gpu'] })
}

export interface PageOptions {
  readonly width?: number
  readonly hasScript?: boolean
}

export async function openPage(
  browser: Browser,
  html: string,
  { width = 1200, hasScript = true }: PageOptions = {},
): Promise<OpenedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'mqttopia-page-'))
  const file = join(folder, 'page.html')
  writeFileSync(file, html)
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    dialog.dismiss().catch(() => {})
  })
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) complaints.push(`request: ${request.url()}`)
  })
  await page.setOfflineMode(true)
  await page.setJavaScriptEnabled(hasScript)
  await page.setViewport({ width, height: 800, isMobile: width < 500 })
  await page.goto(pathToFileURL(file).href)
  return {
    page,
    complaints,
    close: async () => {
      await page.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
