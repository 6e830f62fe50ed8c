import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { root } from '../run/steps.ts'
import { atOnce } from './at-once.ts'

export const folder = join(root, 'stripe-simulator')
const key = 'sk_test_florin_simulator_0000000000000000'
const lanes = 16

/** How many objects one paid payment intent leaves: itself, its charge, its payment method, its balance transaction. */
export const objectsPerPayment = 4

export type Running = { child: ChildProcess; url: string; startedMs: number }

/** Loaded before the simulator: on a signal it sweeps up and tells how much is left. */
const tellHeap = `process.on('SIGUSR2', () => { gc(); console.error('heap ' + process.memoryUsage().heapUsed) })`
export const observed = ['--expose-gc', '--import', `data:text/javascript,${tellHeap}`]

/** Starts the simulator's command and waits until it listens. */
export async function start(file: string, options: string[] = []): Promise<Running> {
  const began = performance.now()
  const child = spawn(process.execPath, [...options, join(folder, file), '--port', '0', '--quiet'])
  const words = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())))
  return { child, url: /http:\/\/[\d.:]+/.exec(words)?.[0] ?? '', startedMs: performance.now() - began }
}

export async function stop({ child }: Running): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  await ended
}

/** Seconds of one core that a process has used so far, where the system tells. */
export function coreSeconds({ child }: Running): number | null {
  const file = `/proc/${child.pid}/stat`
  if (!existsSync(file)) return null
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? []
  const ticksPerSecond = 100
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Bytes that a process really holds. */
export async function heapOf({ child }: Running): Promise<number> {
  const told = new Promise<string>((resolve) => child.stderr?.once('data', (chunk: Buffer) => resolve(chunk.toString())))
  child.kill('SIGUSR2')
  return Number(/heap (\d+)/.exec(await told)?.[1])
}

function post(agent: Agent, url: string, body: string): Promise<string> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    // As the SDK does it: a key of its own for every request.
    'idempotency-key': randomUUID(),
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (answer.statusCode === 200) resolve(text)
        else reject(new Error(text))
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** As many connections as there are callers at once. */
export const callers = (): Agent => new Agent({ keepAlive: true, maxSockets: lanes })

/** Creates a payment intent and confirms it, `count` times over. @throws Error with the answer of the first that is refused. */
export async function pay(url: string, agent: Agent, count: number): Promise<void> {
  await atOnce(
    Array.from({ length: count }, (_, index) => index),
    async (index) => {
      const made = await post(agent, `${url}/v1/payment_intents`, `amount=${1_000 + index}&currency=usd`)
      const id = /"id": "(pi_\w+)"/.exec(made)?.[1] ?? ''
      const form = 'payment_method=pm_card_visa&return_url=http%3A%2F%2Fa.example%2F'
      const paid = await post(agent, `${url}/v1/payment_intents/${id}/confirm`, form)
      if (!paid.includes('"status": "succeeded"')) throw new Error(paid)
    },
    lanes,
  )
}
