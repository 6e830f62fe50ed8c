import type { Server } from 'node:http'
import { listen, stopServer } from './http-server.ts'

/** Where the simulator listens. Shut, every connection is refused, as by a program that is not running. */
export class Door {
  readonly #server: Server
  readonly #port: number
  readonly #host: string
  #timer: NodeJS.Timeout | undefined
  #isShut = false

  constructor(server: Server, port: number, host: string) {
    this.#server = server
    this.#port = port
    this.#host = host
  }

  /** Stops listening and ends every connection. @param forMs real time until it opens by itself; without it, until `open`. */
  async shut(forMs?: number): Promise<void> {
    clearTimeout(this.#timer)
    if (forMs !== undefined) this.#timer = setTimeout(() => void this.#openAgain(), forMs)
    if (this.#isShut) return
    this.#isShut = true
    await stopServer(this.#server)
  }

  /** Listens again, at the same address. @throws Error when another program has taken it meanwhile; the door stays shut then. */
  async open(): Promise<void> {
    clearTimeout(this.#timer)
    if (!this.#isShut) return
    this.#isShut = false
    try {
      await listen(this.#server, this.#port, this.#host)
    } catch (error) {
      this.#isShut = true
      throw error
    }
  }

  /** Nobody waits for a door that opens by itself: it says why it cannot. */
  async #openAgain(): Promise<void> {
    try {
      await this.open()
    } catch (error) {
      console.error('stripe-simulator: the door could not be opened', error instanceof Error ? error.message : '')
    }
  }

  /** For good. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    if (!this.#isShut) await stopServer(this.#server)
  }
}
