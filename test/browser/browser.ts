import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterEach } from 'vitest'
import type { Florin } from '../florin/florin.ts'
import { findChromium } from '../run/chromium.ts'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const pictures = join(import.meta.dirname, '../../test-results/screens')
const waitMsMax = 20_000
const layoutMsMax = 3_000

/** The two widths every screen has to stand. */
export const desk = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

export async function openBrowser(): Promise<Browser> {
  await mkdir(pictures, { recursive: true })
  return chromium.launch({ executablePath: await findChromium(), args: flags })
}

/** Runs in the page before anything else does. */
function countJumps(): void {
  const page = globalThis as unknown as { jumped: number; PerformanceObserver: typeof PerformanceObserver }
  page.jumped = 0
  const watch = new page.PerformanceObserver((list) => {
    const shifts = list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]
    for (const { value, hadRecentInput } of shifts) if (!hadRecentInput) page.jumped += value
  })
  watch.observe({ type: 'layout-shift', buffered: true } as unknown as Parameters<typeof watch.observe>[0])
}

type Found = { violations: { id: string; help: string; impact?: string | null; nodes: { target: unknown[] }[] }[] }
/** What `barriers` leaves in the page. */
type InPage = { axe: { run(options: object): Promise<Found> } }

function seriousOf({ violations }: Found): string[] {
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`.slice(0, 400))
}

const visitors = new Set<Visitor>()

type Place = { locale?: string; timezoneId?: string }

/** When a test fails, what its visitors saw last is kept as a picture. Call once per file. */
export function keepPictureOfFailure(): void {
  afterEach(async ({ task }) => {
    const failed = task.result?.state === 'fail'
    for (const [index, visitor] of [...visitors].entries()) {
      const name = `failed ${task.name} ${index}`.replaceAll(/\W+/g, '-').slice(0, 120)
      if (failed) await visitor.page.screenshot({ path: join(pictures, `${name}.png`) }).catch(() => {})
      await visitor.close()
    }
  })
}

/** Somebody with a browser of their own: their cookies, their tabs, and whatever their browser complains of. */
export class Visitor {
  readonly page: Page
  readonly context: BrowserContext
  readonly #complaints: string[] = []
  /** The last of the answers that come one by one. */
  #answered: Promise<void> = Promise.resolve()
  readonly #address: string

  private constructor(context: BrowserContext, page: Page, address: string) {
    this.context = context
    this.page = page
    this.#address = address
    this.#listen(page)
    visitors.add(this)
  }

  /** @param size of the window, at first. @param place where the browser stands, and how people write there. */
  static async open(browser: Browser, florin: Florin, size = desk, place: Place = {}): Promise<Visitor> {
    const address = florin.shape.surroundings().addresses[0]!
    const how = { locale: 'en-US', ...place }
    const context = await browser.newContext({ baseURL: address, viewport: size, reducedMotion: 'reduce', ...how })
    context.setDefaultTimeout(waitMsMax)
    await context.addInitScript(countJumps)
    return new Visitor(context, await context.newPage(), address)
  }

  /** A visitor who is signed in already, without walking through the sign-in page. */
  static async signedIn(browser: Browser, florin: Florin, email: string, size = desk, place: Place = {}): Promise<Visitor> {
    const visitor = await Visitor.open(browser, florin, size, place)
    await visitor.enter(florin, email)
    return visitor
  }

  async enter(florin: Florin, email: string): Promise<void> {
    const login = (await florin.logins()).find((each) => each.email === email)!
    const answer = await this.context.request.post('/api/auth/sign-in/email', {
      data: { email, password: login.password },
      headers: { origin: this.#address },
    })
    if (!answer.ok()) throw new Error(`${email} could not sign in: ${await answer.text()}`)
  }

  /** Another tab of the same browser. */
  async newTab(): Promise<Page> {
    const page = await this.context.newPage()
    this.#listen(page)
    return page
  }

  /** What the browser complained of since the last time somebody asked: errors in the console, scripts that broke. */
  complaints(): string[] {
    return this.#complaints.splice(0)
  }

  /** What is wrong with the page for people who use a keyboard or a screen reader; only what is serious or critical. */
  async barriers(): Promise<string[]> {
    // Nobody reads what is right, and no page here has frames: telling the one and looking for the other takes longest.
    const axe = new AxeBuilder({ page: this.page }).options({ resultTypes: ['violations'] }).setLegacyMode()
    return seriousOf(await axe.analyze())
  }

  /** The same on a phone in the dark: other parts of the page stand there, in other colours. `barriers` comes first. */
  async barriersOnDarkPhone(): Promise<string[]> {
    const before = this.page.viewportSize() ?? desk
    await this.page.setViewportSize(phone)
    await this.page.emulateMedia({ colorScheme: 'dark' })
    const found = seriousOf(
      await this.page.evaluate(() => (globalThis as unknown as InPage).axe.run({ resultTypes: ['violations'] })),
    )
    await this.page.emulateMedia({ colorScheme: 'light' })
    await this.page.setViewportSize(before)
    return found.map((each) => `on a phone, in the dark: ${each}`)
  }

  /** How much has jumped on this page since it was opened, without anybody touching it: Chromium's cumulative layout shift. */
  async jumped(): Promise<number> {
    const sum = await this.page.evaluate(() => (globalThis as unknown as { jumped: number }).jumped)
    return Math.round(sum * 1000) / 1000
  }

  /**
   * From now on answers come one by one, each only when everything before it has been drawn: a page that asks for several
   * things shows each of its half-filled states, which a quick machine would skip.
   */
  async answersOneByOne(): Promise<void> {
    await this.page.route('**/api/**', (route) => {
      // A stream of news never ends; nothing waits for it.
      if (route.request().url().endsWith('/stream')) return route.continue()
      const answer = async (): Promise<void> => {
        const response = await route.fetch()
        await this.#drawn()
        await route.fulfill({ response })
      }
      // A page that has gone on meanwhile waits for no answer.
      this.#answered = this.#answered.then(answer).catch(() => {})
      return this.#answered
    })
  }

  /** Two frames on: what was to be drawn is drawn. */
  async #drawn(): Promise<void> {
    await this.page.evaluate(() => {
      const { requestAnimationFrame: next } = globalThis as unknown as { requestAnimationFrame(then: () => void): void }
      return new Promise<void>((done) => next(() => next(done)))
    })
  }

  /** Waits until the page has got everything, has drawn it, and shows no placeholder. */
  async settled(): Promise<void> {
    await this.page.waitForLoadState('load')
    let answered: Promise<void>
    do {
      answered = this.#answered
      await answered
      await this.page.waitForFunction(() => {
        const { document } = globalThis as unknown as { document: { querySelector(selector: string): unknown } }
        const busy = '.mantine-Skeleton-root, .mantine-Loader-root, [aria-busy="true"], [data-loading="true"]'
        return document.querySelector('h1') !== null && document.querySelector(busy) === null
      })
      await this.#drawn()
    } while (answered !== this.#answered)
  }

  /**
   * Looks at the page at both widths, and with PICTURES=1 keeps a picture of each for people to look at.
   * @returns by how much it is too wide for a phone.
   */
  async picture(name: string): Promise<number> {
    const before = this.page.viewportSize() ?? desk
    let tooWide = 0
    for (const size of process.env.PICTURES ? [desk, phone] : [phone]) {
      await this.page.setViewportSize(size)
      if (process.env.PICTURES) await this.page.screenshot({ path: join(pictures, `${name}-${size.width}.png`), fullPage: true })
      tooWide = await this.#tooWide()
    }
    await this.page.setViewportSize(before)
    return tooWide
  }

  /** Pages draw themselves anew for another width in a moment; only what stays too wide counts. */
  async #tooWide(): Promise<number> {
    const handle = await this.page
      .waitForFunction(
        () => {
          const { document } = globalThis as unknown as {
            document: { documentElement: { scrollWidth: number; clientWidth: number } }
          }
          const { scrollWidth, clientWidth } = document.documentElement
          return scrollWidth <= clientWidth
        },
        undefined,
        { timeout: layoutMsMax },
      )
      .catch(() => null)
    if (handle) return 0
    return this.page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: { documentElement: { scrollWidth: number; clientWidth: number } }
      }
      return document.documentElement.scrollWidth - document.documentElement.clientWidth
    })
  }

  async close(): Promise<void> {
    visitors.delete(this)
    await this.context.close()
  }

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.#complaints.push(`a script broke: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(`${message.text()} (${message.location().url})`)
    })
  }
}
