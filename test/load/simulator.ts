import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../run/steps.ts'
import { callers, coreSeconds, folder, heapOf, objectsPerPayment, observed, pay, start, stop } from './drive-simulator.ts'

const pairs = 4_000
const warmUp = 1_000
const starts = 7

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

async function throughput(file: string): Promise<string[]> {
  const running = await start(file, observed)
  const agent = callers()
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
      `${kilobytes.toFixed(1)} KB held for each of them: ${objectsPerPayment} objects, 3 events and 2 kept answers`,
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
