import type { CDPSession, Page } from 'playwright-core'
import { openBrowser, phone, Visitor } from '../browser/browser.ts'
import { Florin } from '../florin/florin.ts'
import { startOneProcess } from '../florin/one-process.ts'
import { buyer, fillCart, linkStripe, receivables } from '../florin/trade.ts'

/** A slow phone on a slow net: 1.6 Mbit/s, an answer after 150 ms, a processor a quarter as fast as this one. */
const net = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 }
const slowerBy = 4

type Screen = { name: string; path: string; as: string | null }
const screens: Screen[] = [
  { name: 'sign-in', path: '/sign-in', as: null },
  { name: 'shop', path: '/shop', as: buyer },
  { name: 'orders', path: '/shop/orders', as: buyer },
  { name: 'checkout', path: '/shop/checkout', as: buyer },
  { name: 'office home', path: '/office', as: receivables },
]

type Weight = { requests: number; script: number; style: number; font: number; data: number }
type Seen = { largestPaint: number; shift: number; weight: Weight }

/** `npm run bench -- web`: what a phone waits for and fetches, with a cold and with a warm cache. */
export async function webBench(): Promise<void> {
  const florin = new Florin(await startOneProcess({ pages: true }))
  const browser = await openBrowser()
  try {
    await linkStripe(florin)
    await fillCart(await florin.as(buyer))
    console.log('On a phone, 1.6 Mbit/s, 150 ms, processor 4 × slower. kB as they went over the wire.')
    console.log('screen        cache   largest paint   shift   requests   script    style     fonts     data')
    for (const screen of screens) {
      const visitor = screen.as
        ? await Visitor.signedIn(browser, florin, screen.as, phone)
        : await Visitor.open(browser, florin, phone)
      console.log(row(screen.name, 'cold', await see(visitor.page, screen.path)))
      console.log(row('', 'warm', await see(visitor.page, screen.path)))
      await visitor.close()
    }
  } finally {
    await browser.close()
    await florin.close()
  }
}

function row(screen: string, cache: string, { largestPaint, shift, weight }: Seen): string {
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`.padEnd(9)
  const seconds = `${(largestPaint / 1000).toFixed(2)} s`
  const { requests, script, style, font, data } = weight
  return [screen.padEnd(13), cache.padEnd(7), seconds.padEnd(15), shift.toFixed(3).padEnd(7), String(requests).padEnd(10)]
    .concat([script, style, font, data].map(kB))
    .join(' ')
}

/** Opens the page in a tab of its own under the conditions, and waits until nothing more comes. */
async function see(opener: Page, path: string): Promise<Seen> {
  const page = await opener.context().newPage()
  const session = await page.context().newCDPSession(page)
  const weight = await weigh(session)
  await session.send('Network.emulateNetworkConditions', net)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowerBy })
  await page.addInitScript(watch)
  await page.goto(path, { waitUntil: 'networkidle' })
  const { largestPaint, shift } = await page.evaluate(() => (globalThis as unknown as { seen: Omit<Seen, 'weight'> }).seen)
  await page.close()
  return { largestPaint, shift, weight }
}

/** Runs in the page before anything else does. */
function watch(): void {
  const page = globalThis as unknown as {
    seen: { largestPaint: number; shift: number }
    PerformanceObserver: typeof PerformanceObserver
  }
  page.seen = { largestPaint: 0, shift: 0 }
  const on = (type: string, see: (entry: { startTime: number; value: number; hadRecentInput: boolean }) => void) =>
    new page.PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as Parameters<typeof see>[0][]) see(entry)
    }).observe({ type, buffered: true } as unknown as Parameters<InstanceType<typeof page.PerformanceObserver>['observe']>[0])
  on('largest-contentful-paint', ({ startTime }) => {
    page.seen.largestPaint = startTime
  })
  on('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) page.seen.shift += value
  })
}

/** Counts what the tab fetches from now on; what the cache gave counts nothing. */
async function weigh(session: CDPSession): Promise<Weight> {
  const weight: Weight = { requests: 0, script: 0, style: 0, font: 0, data: 0 }
  const kinds = new Map<string, keyof Omit<Weight, 'requests'>>()
  const ofType = { Script: 'script', Stylesheet: 'style', Font: 'font' } as const
  await session.send('Network.enable')
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (response.fromDiskCache || response.fromPrefetchCache) return
    weight.requests += 1
    kinds.set(requestId, ofType[type as keyof typeof ofType] ?? 'data')
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    if (kind) weight[kind] += encodedDataLength
  })
  return weight
}
