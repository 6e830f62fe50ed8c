import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export type Process = { pid: number; command: string }

/** How a program ended, and how long after it was asked to. */
export type End = { code: number | null; signal: NodeJS.Signals | null; ms: number }

/** One of the project's commands in a process group of its own, as a service manager or a container runs it. */
export type Group = {
  /** The group, and in it the first program. */
  id: number
  said(): string
  /** Everything that was started with its data folder, in whatever group or session. Told by Linux alone. */
  running(): Promise<Process[]>
  /** Sends signals, one after the other and none waited for; to the whole group, or to one program of it. @returns how the first program ended. */
  send(signals: NodeJS.Signals[], to?: number): Promise<End>
}

/** Makes Florin's own program deaf while it counts: on SIGUSR2 it does nothing else for so many milliseconds. */
const busyFor = (ms: number) =>
  `data:text/javascript,${encodeURIComponent(
    `if (process.argv[1]?.endsWith('app/main.ts')) process.on('SIGUSR2', () => {
       console.log('busy'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms}) })`,
  )}`

/** Starts `npm run command`, or a program of Node.js when `program` says which. @param busyMs see SIGUSR2. */
export function startGroup(
  start: { command: string } | { program: string[] },
  env: Record<string, string> & { DATA_DIR: string },
  busyMs?: number,
): Group {
  const { NODE_ENV: _, VITEST: __, ...inherited } = process.env
  const options = busyMs === undefined ? {} : { NODE_OPTIONS: `--import=${busyFor(busyMs)}` }
  const [file, args] =
    'command' in start ? ['npm', ['run', '--silent', start.command]] : [process.execPath, ['run.mjs', ...start.program]]
  const child = spawn(file, args, {
    cwd: root,
    env: { ...inherited, ...env, ...options },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk))
  const ended = endOf(child)
  return {
    id: child.pid!,
    said: () => said,
    running: () => processesOf(env.DATA_DIR),
    send: async (signals, to = -child.pid!) => {
      const asked = performance.now()
      for (const signal of signals) if (isThere(to)) process.kill(to, signal)
      const { code, signal } = await ended
      return { code, signal, ms: performance.now() - asked }
    },
  }
}

function endOf(child: ChildProcess): Promise<Omit<End, 'ms'>> {
  return new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })))
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** By what they inherited: whoever was started for a folder has it in its environment. One that has ended and only waits to be noticed has none. */
async function processesOf(folder: string): Promise<Process[]> {
  const ids = existsSync('/proc/self') ? (await readdir('/proc')).filter((name) => /^\d+$/.test(name)) : []
  const looks = ids.map(async (id) => {
    const read = (file: string) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '')
    const [environment, command] = await Promise.all([read('environ'), read('cmdline')])
    const isOurs = environment.split('\0').includes(`DATA_DIR=${folder}`)
    return isOurs ? [{ pid: Number(id), command: command.replaceAll('\0', ' ') }] : []
  })
  return (await Promise.all(looks)).flat()
}
