// Part of the stand-in for Stripe.js that runs in the seller's page: iframes of the simulator, and how to talk to them.
// What a buyer types stays inside the iframe; only questions and answers cross.

/** Where the simulator is: the script tag tells. */
export const simulatorOrigin = new URL(document.currentScript.getAttribute('src'), document.baseURI).origin

/** A mistake in the seller's own code, thrown as Stripe.js throws it. */
export function integrationError(message) {
  const error = new Error(message)
  error.name = 'IntegrationError'
  return error
}

/** Handlers by the name of an event, for elements and frames alike. */
export function makeEmitter() {
  const handlers = new Map()
  const of = (name) => handlers.get(name) ?? []
  const off = (name, handler) =>
    handlers.set(name, handler ? of(name).filter((one) => one !== handler && one.original !== handler) : [])
  const on = (name, handler) => handlers.set(name, [...of(name), handler])
  const once = (name, handler) => {
    const single = (event) => {
      off(name, single)
      handler(event)
    }
    single.original = handler
    on(name, single)
  }
  const emit = (name, event) => {
    for (const handler of of(name)) handler(event)
  }
  return { on, once, off, emit }
}

let framesMade = 0

/**
 * An iframe of the simulator inside `parent`, and a line to it.
 * @param path of the page in it; @param start what the page is told first.
 * @returns `call` asks it to do something and answers with its result; `on` hears what it tells by itself.
 */
export function openFrame(parent, path, { title, start = {}, isHidden = false }) {
  framesMade += 1
  const iframe = document.createElement('iframe')
  iframe.name = `stripe-simulator-${framesMade}`
  iframe.title = title
  iframe.src = `${simulatorOrigin}${path}`
  iframe.allow = 'payment *'
  Object.assign(
    iframe.style,
    isHidden ? { display: 'none' } : { width: '100%', height: '1px', border: '0', display: 'block', colorScheme: 'normal' },
  )
  if (isHidden) iframe.setAttribute('aria-hidden', 'true')
  const emitter = makeEmitter()
  const waiting = new Map()
  const { port1: line, port2: theirs } = new MessageChannel()
  let asked = 0
  line.onmessage = ({ data }) => {
    if (data.tells === 'height') iframe.style.height = `${data.event}px`
    if (data.tells) return emitter.emit(data.tells, data.event)
    const { resolve, reject } = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.failure) reject(integrationError(data.failure))
    else resolve(data.result)
  }
  /** @type {Promise<void>} */
  const ready = new Promise((resolve) => {
    addEventListener('message', function hello(event) {
      if (event.source !== iframe.contentWindow || event.origin !== simulatorOrigin || event.data?.from !== 'stripe-simulator')
        return
      if (event.data.tells === 'hello') {
        removeEventListener('message', hello)
        iframe.contentWindow.postMessage({ start }, simulatorOrigin, [theirs])
        resolve()
      }
    })
  })
  parent.append(iframe)
  const call = async (method, args = {}) => {
    await ready
    asked += 1
    const id = asked
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      line.postMessage({ id, method, args })
    })
  }
  const remove = () => {
    iframe.remove()
    line.close()
  }
  return { iframe, call, remove, ...emitter }
}

/**
 * An iframe that shows a page of the simulator as it is, such as a payment page or a bank's challenge.
 *
 * @param {Element} parent
 * @param {string} path
 * @param {{ title: string, onDone: () => void }} options
 */
export function openPage(parent, path, { title, onDone }) {
  const iframe = document.createElement('iframe')
  iframe.title = title
  iframe.src = `${simulatorOrigin}${path}`
  Object.assign(iframe.style, { width: '100%', height: '600px', border: '0', display: 'block' })
  const heard = (event) => {
    if (event.source !== iframe.contentWindow || event.origin !== simulatorOrigin || event.data?.from !== 'stripe-simulator')
      return
    if (event.data.tells === 'height') iframe.style.height = `${event.data.event}px`
    if (event.data.tells === 'done') onDone()
  }
  addEventListener('message', heard)
  parent.append(iframe)
  return {
    iframe,
    remove() {
      removeEventListener('message', heard)
      iframe.remove()
    },
  }
}

/** A node by itself or by a selector. */
export function nodeOf(place) {
  const node = typeof place === 'string' ? document.querySelector(place) : place
  if (!node)
    throw integrationError(`The selector you specified (${place}) applies to no DOM elements that are currently on the page.`)
  return node
}
