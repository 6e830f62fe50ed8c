type Step = () => Promise<unknown>

/** What a start has begun so far, and how each piece of it ends; the newest ends first. */
export type Begun = {
  /** What serves people. Work that is under way may be finished, all of it together within `patienceMs`. */
  serving: Step[]
  /** The programs around: each ends within a bound of its own, by force when it has to. */
  programs: Step[]
  /** What others may take when all of that has ended. */
  held: Step[]
}

/** How long work that is under way may go on once somebody asked to stop. */
const patienceMs = 5_000

/**
 * Ends everything that was begun, however far the start came.
 * @param starting settles when the start has come to its end or to the next place where it can be left.
 * @returns whether it all ended in order; what did not is told on the console.
 */
export async function stopInOrder(begun: Begun, starting: Promise<unknown>): Promise<boolean> {
  let inOrder = true
  const tell = (words: string) => {
    inOrder = false
    console.error(`While stopping: ${words}`)
  }
  const attempt = (step: Step) => step().catch((error: Error) => tell(error.message))
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(done, patienceMs, 'late')
  })
  const served = async () => {
    // What is being started just now cannot be ended before it is there.
    await starting.catch(() => {})
    for (const step of begun.serving.reverse()) await attempt(step)
  }
  if ((await Promise.race([served(), late])) === 'late') tell(`work took longer than ${patienceMs / 1000} s and was cut off.`)
  clearTimeout(timer)
  await Promise.all(begun.programs.map(attempt))
  for (const step of begun.held.reverse()) await attempt(step)
  return inOrder
}

/** Calls `stop` whenever somebody asks this process to end: by any signal, any number of times, or by ending the program that started it. */
export function whenAskedToStop(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  // run.mjs and `dev` hold a channel to us for as long as they live.
  if (process.channel) process.once('disconnect', stop)
  // A terminal that was closed takes no more words; that must not end the stopping half-way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}
