import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'

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

/**
 * Starts a script of this project as a process of its own and waits until it prints something that matches `ready`.
 * @throws with what it printed when it ends before that, or takes longer than a minute.
 */
export async function startChild(script: string, args: string[], env: Record<string, string>, ready: RegExp): Promise<Child> {
  const { NODE_ENV: _, VITEST: __, ...surroundings } = process.env
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
    cwd: root,
    env: { ...surroundings, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${script} ${args[0]} did not start in time:\n${said}`)), startTimeoutMs)
    const hear = (chunk: Buffer) => {
      said += chunk
      if (!ready.test(said)) return
      clearTimeout(timer)
      done()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(new Error(`${script} ${args[0]} ended at its start (${code}):\n${said}`))
    })
  })
  return { said: () => said, stop: () => end(child, 'SIGTERM', gone), kill: () => end(child, 'SIGKILL', gone) }
}

async function end(child: ChildProcess, signal: NodeJS.Signals, gone: Promise<void>): Promise<void> {
  child.kill(signal)
  await gone
}

/** A port that is free now, and likely still is in a moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))))
    })
  })
}
