import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { whenAskedToStop } from './stop-in-order.ts'

const root = join(import.meta.dirname, '../..')
const app = join(root, 'app')
/** Editors write a file in several steps, and people save several files at once. */
const quietMs = 200

/** `npm run dev`: the server, started again on every change, and the web pages with hot reload in front of it. */
export async function runDev(): Promise<void> {
  const port = process.env.PORT ?? '3000'
  const webPort = String(Number(port) + 100)
  const env = { ...process.env, PORT: port, PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${webPort}`, FLORIN_DEV: '1' }
  const over = new AbortController()
  whenAskedToStop(() => over.abort())
  await Promise.all([serveAnew(env, over.signal), servePages(env, port, webPort, over)])
  // What listens for signals and watches files would keep this process alive.
  process.exit(0)
}

/** The server; ended in order and started again whenever a source has changed, until the signal comes. */
async function serveAnew(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // The channel tells the server when this process is killed.
    const server = start(['app/main.ts', 'start'], { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    await untilChanged(signal)
    server.child.kill('SIGTERM')
    await server.ended
  }
}

async function servePages(env: NodeJS.ProcessEnv, port: string, webPort: string, over: AbortController): Promise<void> {
  const vite = start([join(root, 'node_modules/vite/bin/vite.js'), '--port', webPort, '--strictPort'], {
    cwd: join(root, 'web'),
    stdio: 'inherit',
    env: { ...env, FLORIN_API: `http://127.0.0.1:${port}` },
  })
  over.signal.addEventListener('abort', () => vite.child.kill('SIGTERM'))
  await vite.ended
  over.abort()
}

function start(args: string[], options: SpawnOptions): { child: ChildProcess; ended: Promise<void> } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], options)
  return { child, ended: new Promise((done) => child.once('exit', () => done())) }
}

/** @returns when something in the application's sources has changed and a moment has passed, or the signal came. */
function untilChanged(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    let timer: NodeJS.Timeout | undefined
    const watcher = watch(app, { recursive: true }, () => {
      timer ??= setTimeout(finish, quietMs)
    })
    const finish = () => {
      clearTimeout(timer)
      watcher.close()
      done()
    }
    signal.addEventListener('abort', finish, { once: true })
    if (signal.aborted) finish()
  })
}
