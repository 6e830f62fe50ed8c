import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { isFree } from '../../app/startup/free-port.ts'

const root = join(import.meta.dirname, '../..')
const startTimeoutMs = 60_000

export type Child = {
  /** Everything it printed so far. */
  said(): string
  /** Ends it in order (SIGTERM) and waits until it is gone. */
  stop(): Promise<void>
  /** Ends it as a power cut would (SIGKILL) and waits until it is gone. */
  kill(): Promise<void>
}

/** A program with a terminal of its own, and what Ctrl-C there does. */
export type Foreground = {
  said(): string
  /** Ctrl-C: the signal goes to everything the program started in its terminal. @returns once the program is gone. */
  ctrlC(): Promise<void>
}

/**
 * Starts a script of this project as a process of its own and waits until it prints something that matches `ready`.
 * @throws with what it printed when it ends before that, or takes longer than a minute.
 */
export async function startChild(script: string, args: string[], env: Record<string, string>, ready: RegExp): Promise<Child> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
    cwd: root,
    env: { ...surroundings(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = untilGone(child)
  const said = await untilSaid(child, `${script} ${args[0]}`, ready)
  return { said, stop: () => end(child, 'SIGTERM', gone), kill: () => end(child, 'SIGKILL', gone) }
}

/**
 * Starts one of the project's commands (`npm start`) as somebody at a terminal does, and waits until it prints something
 * that matches `ready`; not at all without it. @throws as `startChild`.
 */
export async function startAtTerminal(command: string, env: Record<string, string>, ready?: RegExp): Promise<Foreground> {
  const child = spawn('npm', ['run', '--silent', command], {
    cwd: root,
    env: { ...surroundings(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group, as a terminal makes one
  })
  const gone = untilGone(child)
  const said = ready ? await untilSaid(child, `npm ${command}`, ready) : listen(child)
  return {
    said,
    ctrlC: async () => {
      process.kill(-child.pid!, 'SIGINT')
      await gone
    },
  }
}

/** Runs one of the project's commands to its end. @returns how it ended, and everything it printed. */
export async function runToEnd(command: string, env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn('npm', ['run', '--silent', command], {
    cwd: root,
    env: { ...surroundings(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = listen(child)
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, said: said() }
}

/** What a program inherits: nothing that only the tests are meant to know. */
function surroundings(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, VITEST: __, ...inherited } = process.env
  return inherited
}

function untilGone(child: ChildProcess): Promise<void> {
  return new Promise((done) => child.once('exit', () => done()))
}

/** @returns how to read everything it has printed by then. */
function listen(child: ChildProcess): () => string {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk))
  return () => said
}

async function untilSaid(child: ChildProcess, name: string, ready: RegExp): Promise<() => string> {
  const said = listen(child)
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${name} did not start in time:\n${said()}`)), startTimeoutMs)
    const hear = () => {
      if (!ready.test(said())) return
      clearTimeout(timer)
      done()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(new Error(`${name} ended at its start (${code}):\n${said()}`))
    })
  })
  return said
}

async function end(child: ChildProcess, signal: NodeJS.Signals, gone: Promise<void>): Promise<void> {
  child.kill(signal)
  await gone
}

/**
 * Where this process of tests takes its ports: a stretch of its own, below those that a system hands out by itself. A Florin
 * listens seconds after its port was chosen, and no connection and no other file of tests may take it meanwhile.
 */
const stretch = 100
const firstPort = 12_000 + (process.pid % 200) * stretch
/** Florin's simulator takes the next free ones. */
const portsEach = 10
let taken = 0

/** A port that is free, and stays so until it is used. @throws when all of the stretch are in use. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < stretch / portsEach; tries++) {
    const port = firstPort + ((taken++ * portsEach) % stretch)
    if (await isFree(port, '127.0.0.1')) return port
  }
  throw new Error(`no free port from ${firstPort} on`)
}
