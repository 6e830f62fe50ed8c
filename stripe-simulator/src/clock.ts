/** A source of the present moment, given from outside when a test wants its own. */
export type TimeSource = { now(): Date }

/** Work that comes due at a moment: kept as data, so that it survives in a snapshot. */
export type DueTask = { at: number; kind: string; id: string }

/**
 * The simulator's own time: the real one, moved on by `advance` or stopped by `freeze`. What Stripe does "some days later"
 * waits here as tasks and runs in order of time when its moment comes.
 */
export class SimulatorClock {
  readonly #source: TimeSource
  readonly #tasks: DueTask[]
  #offsetMs = 0
  #frozenMs: number | null = null
  #timer: NodeJS.Timeout | undefined
  #run: (task: DueTask) => void = () => {}
  #isStopped = false

  constructor(source: TimeSource, tasks: DueTask[]) {
    this.#source = source
    this.#tasks = tasks
  }

  /** Milliseconds since 1970. */
  nowMs(): number {
    return this.#frozenMs ?? this.#source.now().getTime() + this.#offsetMs
  }

  /** Seconds since 1970, as every time in Stripe's objects. */
  now(): number {
    return Math.floor(this.nowMs() / 1000)
  }

  /** Starts running tasks with `run`. */
  start(run: (task: DueTask) => void): void {
    this.#run = run
    this.#arm()
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  /** Plans a task `delayMs` from now; at once when that is 0, but never before the caller has finished. */
  schedule(kind: string, id: string, delayMs: number): void {
    const at = this.nowMs() + delayMs
    // Behind everything that comes due at the same moment: tasks of one moment run in the order they were made.
    const later = this.#tasks.findLastIndex((task) => task.at <= at) + 1
    this.#tasks.splice(later, 0, { at, kind, id })
    this.#arm()
  }

  cancel(kind: string, id: string): void {
    const index = this.#tasks.findIndex((task) => task.kind === kind && task.id === id)
    if (index >= 0) this.#tasks.splice(index, 1)
  }

  /** Stops time at a moment (now, unless told). */
  freeze(atMs = this.nowMs()): void {
    this.#frozenMs = atMs
  }

  get isFrozen(): boolean {
    return this.#frozenMs !== null
  }

  /** Lets time go on from the moment it was stopped at. */
  unfreeze(): void {
    if (this.#frozenMs === null) return
    this.#offsetMs = this.#frozenMs - this.#source.now().getTime()
    this.#frozenMs = null
    this.#arm()
  }

  /** Moves time on by `ms`, running each task at its own moment on the way. */
  advance(ms: number): void {
    const until = this.nowMs() + ms
    const wasFrozen = this.#frozenMs !== null
    for (let next = this.#tasks[0]; next && next.at <= until; next = this.#tasks[0]) {
      this.#frozenMs = Math.max(this.nowMs(), next.at)
      this.#tasks.shift()
      this.#run(next)
    }
    this.#frozenMs = wasFrozen ? until : null
    if (!wasFrozen) this.#offsetMs = until - this.#source.now().getTime()
    this.#arm()
  }

  /** Runs what is due by now, without waiting for the timer. */
  runDue(): void {
    for (let next = this.#tasks[0]; next && next.at <= this.nowMs(); next = this.#tasks[0]) {
      this.#tasks.shift()
      this.#run(next)
    }
    this.#arm()
  }

  #arm(): void {
    clearTimeout(this.#timer)
    const next = this.#tasks[0]
    if (!next || this.#isStopped) return
    const dayMs = 86_400_000
    this.#timer = setTimeout(() => this.runDue(), Math.min(Math.max(0, next.at - this.nowMs()), dayMs))
    this.#timer.unref()
  }
}
