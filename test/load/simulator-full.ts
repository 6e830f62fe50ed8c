import { callers, heapOf, objectsPerPayment, observed, pay, start, stop } from './drive-simulator.ts'

/** The limit a run has unless told otherwise: `objectsMax` of the simulator. */
const objectsMax = 1_000_000
const step = 25_000

/**
 * Fills a simulator with payments until it says that it is full, and tells what it held and how fast it was on the way:
 * the memory of a million objects is bounded, and the last payment takes no longer than the first.
 */
export async function simulatorFullBench(): Promise<void> {
  const running = await start('bin.ts', observed)
  const agent = callers()
  try {
    for (let payments = 0; ; payments += step) {
      const began = performance.now()
      const full = await pay(running.url, agent, step).then(
        () => false,
        (error: Error) => {
          if (!error.message.includes('objectsMax')) throw error
          return true
        },
      )
      const perSecond = (step / (performance.now() - began)) * 1000
      const gigabytes = ((await heapOf(running)) / 1024 ** 3).toFixed(2)
      if (full) {
        console.log(`${objectsMax.toLocaleString('en-US')} objects hold ${gigabytes} GB; more are refused in words`)
        return
      }
      const objects = ((payments + step) * objectsPerPayment).toLocaleString('en-US')
      console.log(`${objects} objects hold ${gigabytes} GB; ${perSecond.toFixed(0)} payments a second`)
    }
  } finally {
    agent.destroy()
    await stop(running)
  }
}
