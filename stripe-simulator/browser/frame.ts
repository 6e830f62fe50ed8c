// Part of the stand-in for Stripe.js that runs in the seller's page: iframes of the simulator, and how to talk to them.
// What a buyer types stays inside the iframe; only questions and answers cross.

const ownScript = document.currentScript?.getAttribute('src')
if (!ownScript) throw new Error('Stripe.js has to be loaded by a script tag with an address.')

/** Where the simulator is: the script tag tells. */
export const simulatorOrigin = new URL(ownScript, document.baseURI).origin

/** A mistake in the seller's own code, thrown as Stripe.js throws it. */
export function integrationError(message: string): Error {
  const error = new Error(message)
  error.name = 'IntegrationError'
  return error
}

export type Listener = (event?: unknown) => void
export type Emitter = {
  on(name: string, listener: Listener): void
  once(name: string, listener: Listener): void
  off(name: string, listener?: Listener | null): void
  emit(name: string, event?: unknown): void
}

/** Handlers by the name of an event, for elements and frames alike. */
export function makeEmitter(): Emitter {
  /** What is called, and the handler of the seller by which it is taken off again. */
  const handlers = new Map<string, { call: Listener; given: Listener }[]>()
  const of = (name: string) => handlers.get(name) ?? []
  const off: Emitter['off'] = (name, listener) => {
    handlers.set(name, listener ? of(name).filter(({ given }) => given !== listener) : [])
  }
  const add = (name: string, call: Listener, given: Listener): void => {
    handlers.set(name, [...of(name), { call, given }])
  }
  return {
    on: (name, listener) => add(name, listener, listener),
    once(name, listener) {
      const single: Listener = (event) => {
        off(name, listener)
        listener(event)
      }
      add(name, single, listener)
    },
    off,
    emit(name, event) {
      for (const { call } of of(name)) call(event)
    },
  }
}

/** What a frame tells: something by itself, or the answer to a question. */
type Heard =
  | { tells: string; event: unknown; id?: undefined }
  | { tells?: undefined; id: number; result?: unknown; failure?: string }
type Waiting = { resolve(result: unknown): void; reject(error: Error): void }

export type Frame = Omit<Emitter, 'emit'> & {
  /** Asks the page in the frame to do something. @throws IntegrationError when it fails in a way nobody foresaw. */
  call<Result>(method: string, args?: object): Promise<Result>
  remove(): void
}

/** Whether a message is from the page of the simulator in this iframe. */
const isFrom = (iframe: HTMLIFrameElement, event: MessageEvent): boolean =>
  event.source === iframe.contentWindow && event.origin === simulatorOrigin && event.data?.from === 'stripe-simulator'

function makeIframe(path: string, title: string, look: Partial<CSSStyleDeclaration>): HTMLIFrameElement {
  const iframe = document.createElement('iframe')
  iframe.title = title
  iframe.src = `${simulatorOrigin}${path}`
  Object.assign(iframe.style, look)
  return iframe
}

const shownLook = { width: '100%', height: '1px', border: '0', display: 'block', colorScheme: 'normal' }
const pageLook = { width: '100%', height: '600px', border: '0', display: 'block' }
let framesMade = 0

/**
 * An iframe of the simulator inside `parent`, and a line to it.
 * @param path of the page in it; @param options `start` is what the page is told first.
 * @returns `call` asks it to do something and answers with its result; `on` hears what it tells by itself.
 */
export function openFrame(
  parent: Element,
  path: string,
  { title, start, isHidden = false }: { title: string; start: object; isHidden?: boolean },
): Frame {
  framesMade += 1
  const iframe = makeIframe(path, title, isHidden ? { display: 'none' } : shownLook)
  iframe.name = `stripe-simulator-${framesMade}`
  iframe.allow = 'payment *'
  if (isHidden) iframe.setAttribute('aria-hidden', 'true')
  const { on, once, off, emit } = makeEmitter()
  const waiting = new Map<number, Waiting>()
  const { port1: line, port2: theirs } = new MessageChannel()
  let asked = 0
  line.onmessage = ({ data }: MessageEvent<Heard>) => {
    if (data.tells === 'height') iframe.style.height = `${data.event}px`
    if (data.tells !== undefined) return emit(data.tells, data.event)
    const { resolve, reject } = waiting.get(data.id)!
    waiting.delete(data.id)
    if (data.failure) reject(integrationError(data.failure))
    else resolve(data.result)
  }
  const ready = new Promise<void>((resolve) => {
    addEventListener('message', function hello(event) {
      if (!isFrom(iframe, event) || event.data.tells !== 'hello') return
      removeEventListener('message', hello)
      iframe.contentWindow?.postMessage({ start }, simulatorOrigin, [theirs])
      resolve()
    })
  })
  parent.append(iframe)
  return {
    on,
    once,
    off,
    async call<Result>(method: string, args: object = {}) {
      await ready
      asked += 1
      const id = asked
      return new Promise<Result>((resolve, reject) => {
        waiting.set(id, { resolve: (result) => resolve(result as Result), reject })
        line.postMessage({ id, method, args })
      })
    },
    remove() {
      iframe.remove()
      line.close()
    },
  }
}

export type OpenedPage = { remove(): void }

export type PageOptions = { title: string; onDone(): void; heightMax?: string }

/**
 * An iframe that shows a page of the simulator as it is, such as a payment page or a bank's challenge.
 * @param options `heightMax` as CSS writes it: a page that is higher scrolls inside its frame, where keys reach it.
 */
export function openPage(parent: Element, path: string, { title, onDone, heightMax = 'none' }: PageOptions): OpenedPage {
  const iframe = makeIframe(path, title, { ...pageLook, maxHeight: heightMax })
  const heard = (event: MessageEvent): void => {
    if (!isFrom(iframe, event)) return
    if (event.data.tells === 'height') iframe.style.height = `${event.data.event}px`
    if (event.data.tells === 'done') onDone()
  }
  addEventListener('message', heard)
  parent.append(iframe)
  return {
    remove() {
      removeEventListener('message', heard)
      iframe.remove()
    },
  }
}

/** A node by itself or by a selector. */
export function nodeOf(place: string | Element): Element {
  const node = typeof place === 'string' ? document.querySelector(place) : place
  if (!node)
    throw integrationError(`The selector you specified (${place}) applies to no DOM elements that are currently on the page.`)
  return node
}
