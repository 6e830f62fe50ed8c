import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { root } from '../run/steps.ts'
import { atOnce } from './at-once.ts'

const folder = join(root, 'stripe-simulator')
const key = 'sk_test_florin_simulator_0000000000000000'
const pairs = 4_000
const warmUp = 1_000
const lanes = 16
const starts = 7

type Running = { child: ChildProcess; url: string; startedMs: number }

/** Loaded before the simulator: on a signal it sweeps up and tells how much is left. */
const tellHeap = `process.on('SIGUSR2', () => { gc(); console.error('heap ' + process.memoryUsage().heapUsed) })`
const observed = ['--expose-gc', '--import', `data:text/javascript,${tellHeap}`]

/** Starts the simulator's command and waits until it listens. */
async function start(file: string, options: string[] = []): Promise<Running> {
  const began = performance.now()
  const child = spawn(process.execPath, [...options, join(folder, file), '--port', '0', '--quiet'])
  const words = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())))
  return { child, url: /http:\/\/[\d.:]+/.exec(words)?.[0] ?? '', startedMs: performance.now() - began }
}

async function stop({ child }: Running): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  await ended
}

const median = (values: number[]): number => values.sort((one, other) => one - other)[values.length >> 1] ?? 0

/** How long a start takes: by the clock, and in processor time, which other work on the machine does not lengthen as much. */
async function startTime(file: string): Promise<string> {
  const times: number[] = []
  const worked: number[] = []
  for (let time = 0; time < starts; time++) {
    const running = await start(file)
    times.push(running.startedMs)
    worked.push((coreSeconds(running) ?? 0) * 1000)
    await stop(running)
  }
  return `${median(times).toFixed(0)} ms (${median(worked).toFixed(0)} ms of one core)`
}

/** Seconds of one core that a process has used so far, where the system tells. */
function coreSeconds({ child }: Running): number | null {
  const file = `/proc/${child.pid}/stat`
  if (!existsSync(file)) return null
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? []
  const ticksPerSecond = 100
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Bytes that a process really holds. */
async function heapOf({ child }: Running): Promise<number> {
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

/** Creates a payment intent and confirms it, `count` times over. */
async function pay(url: string, agent: Agent, count: number): Promise<void> {
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

async function throughput(file: string): Promise<string[]> {
  const running = await start(file, observed)
  const agent = new Agent({ keepAlive: true, maxSockets: lanes })
  try {
    await pay(running.url, agent, warmUp)
    const heap = await heapOf(running)
    const before = coreSeconds(running)
    const began = performance.now()
    await pay(running.url, agent, pairs)
    const seconds = (performance.now() - began) / 1000
    const after = coreSeconds(running)
    const kilobytes = ((await heapOf(running)) - heap) / 1024 / pairs
    return [
      `${(pairs / seconds).toFixed(0)} payment intents created and confirmed a second, with the callers on the same machine`,
      ...(before && after
        ? [`${(pairs / (after - before)).toFixed(0)} for each second of one core that the simulator used`]
        : []),
      `${kilobytes.toFixed(1)} KB held for each of them: 4 objects, 3 events and 2 kept answers`,
    ]
  } finally {
    agent.destroy()
    await stop(running)
  }
}

/** How fast the simulator starts, how fast it is, and how much it holds: from source, and as it is packed. */
export async function simulatorBench(): Promise<void> {
  const bundle = ['bin.ts', 'src/index.ts', '--dir', 'dist', '--format', 'esm', '--platform', 'node', '--external', 'qs']
  execFileSync(process.execPath, [join(root, 'node_modules/rolldown/bin/cli.mjs'), ...bundle], { cwd: folder, stdio: 'ignore' })
  try {
    console.log(`started from source in ${await startTime('bin.ts')}`)
    console.log(`started as packed in ${await startTime('dist/bin.js')}, the median of ${starts}`)
    for (const line of await throughput('dist/bin.js')) console.log(line)
  } finally {
    rmSync(join(folder, 'dist'), { recursive: true })
  }
}
