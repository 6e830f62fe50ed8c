import { Journal } from './state.ts'

/** A source of the present moment, given from outside when a test wants its own. */
export type TimeSource = { now(): Date }

/** Work that comes due at a moment: kept as data, so that it survives in a snapshot. */
export type DueTask = { at: number; kind: string; id: string }

/** How far time was moved on, and where it was stopped, if it was. */
export type TimeShift = { offsetMs: number; frozenMs: number | null }

/** What waits in one mode, earliest first, and how it is done. */
type Agenda = { tasks: DueTask[]; run: (task: DueTask) => void }

/** The moment it is, for every clock that shows it, and what waits on any of them. */
type Time = TimeShift & {
  source: TimeSource
  agendas: Agenda[]
  timer: NodeJS.Timeout | undefined
  isStopped: boolean
}

/**
 * The simulator's own time: the real one, moved on by `advance` or stopped by `freeze`. What Stripe does "some days later"
 * waits here as tasks and runs in order of time when its moment comes.
 */
export class SimulatorClock {
  readonly #time: Time
  readonly #mine: Agenda
  readonly #journal: Journal

  /**
   * @param source where the time comes from; or another clock, to show the same time with tasks of its own. Whichever of
   *   the two is then moved or stopped, both are, and the tasks of both run in order of time.
   */
  constructor(source: TimeSource | SimulatorClock, tasks: DueTask[], journal = new Journal()) {
    this.#journal = journal
    this.#mine = { tasks, run: () => {} }
    this.#time =
      source instanceof SimulatorClock
        ? source.#time
        : { source, offsetMs: 0, frozenMs: null, agendas: [], timer: undefined, isStopped: false }
    this.#time.agendas.push(this.#mine)
  }

  /** Milliseconds since 1970. */
  nowMs(): number {
    return this.#time.frozenMs ?? this.#time.source.now().getTime() + this.#time.offsetMs
  }

  /** Seconds since 1970, as every time in Stripe's objects. */
  now(): number {
    return Math.floor(this.nowMs() / 1000)
  }

  /** Starts running tasks with `run`. */
  start(run: (task: DueTask) => void): void {
    this.#mine.run = run
    this.#arm()
  }

  stop(): void {
    this.#time.isStopped = true
    clearTimeout(this.#time.timer)
  }

  /** Plans a task `delayMs` from now; at once when that is 0, but never before the caller has finished. */
  schedule(kind: string, id: string, delayMs: number): void {
    const at = this.nowMs() + delayMs
    // Behind everything that comes due at the same moment: tasks of one moment run in the order they were made.
    const { tasks } = this.#mine
    const later = tasks.findLastIndex((task) => task.at <= at) + 1
    tasks.splice(later, 0, { at, kind, id })
    this.#journal.note(id, () => this.cancel(kind, id))
    this.#arm()
  }

  cancel(kind: string, id: string): void {
    const { tasks } = this.#mine
    const index = tasks.findIndex((task) => task.kind === kind && task.id === id)
    if (index >= 0) tasks.splice(index, 1)
  }

  /** Stops time at a moment (now, unless told). */
  freeze(atMs = this.nowMs()): void {
    this.#time.frozenMs = atMs
  }

  /** How this time differs from its source: what a snapshot keeps of it. */
  get shift(): TimeShift {
    return { offsetMs: this.#time.offsetMs, frozenMs: this.#time.frozenMs }
  }

  /** Shows the time that was shown with this shift before: moved on as far, or stopped at the same moment. */
  shiftBy({ offsetMs, frozenMs }: TimeShift): void {
    this.#time.offsetMs = offsetMs
    this.#time.frozenMs = frozenMs
  }

  get isFrozen(): boolean {
    return this.#time.frozenMs !== null
  }

  /** Lets time go on from the moment it was stopped at. */
  unfreeze(): void {
    if (this.#time.frozenMs === null) return
    this.#time.offsetMs = this.#time.frozenMs - this.#time.source.now().getTime()
    this.#time.frozenMs = null
    this.#arm()
  }

  /** Moves time on by `ms`, running each task at its own moment on the way. */
  advance(ms: number): void {
    const until = this.nowMs() + ms
    const wasFrozen = this.isFrozen
    for (let next = this.#next(); next && next.task.at <= until; next = this.#next()) {
      this.freeze(Math.max(this.nowMs(), next.task.at))
      this.#take(next)
    }
    this.#time.frozenMs = wasFrozen ? until : null
    if (!wasFrozen) this.#time.offsetMs = until - this.#time.source.now().getTime()
    this.#arm()
  }

  /** Moves time on to that of its source, as `advance` does, and goes with it from then. @throws RangeError when it is ahead of it. */
  catchUp(): void {
    const behindMs = this.#time.source.now().getTime() - this.nowMs()
    if (behindMs < 0) throw new RangeError('time never goes back')
    this.advance(behindMs)
    this.shiftBy({ offsetMs: 0, frozenMs: null })
    this.#arm()
  }

  /** Runs what is due by now, without waiting for the timer. */
  runDue(): void {
    for (let next = this.#next(); next && next.task.at <= this.nowMs(); next = this.#next()) this.#take(next)
    this.#arm()
  }

  /** What comes due first on any clock of this time. */
  #next(): { agenda: Agenda; task: DueTask } | undefined {
    let first: { agenda: Agenda; task: DueTask } | undefined
    for (const agenda of this.#time.agendas) {
      const task = agenda.tasks[0]
      if (task && (!first || task.at < first.task.at)) first = { agenda, task }
    }
    return first
  }

  #take({ agenda, task }: { agenda: Agenda; task: DueTask }): void {
    agenda.tasks.shift()
    agenda.run(task)
  }

  #arm(): void {
    clearTimeout(this.#time.timer)
    const next = this.#next()
    if (!next || this.#time.isStopped) return
    const dayMs = 86_400_000
    this.#time.timer = setTimeout(() => this.runDue(), Math.min(Math.max(0, next.task.at - this.nowMs()), dayMs))
    this.#time.timer.unref()
  }
}
