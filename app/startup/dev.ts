import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** `npm run dev`: the server, started again on every change, and the web pages with hot reload in front of it. */
export async function runDev(): Promise<void> {
  const port = process.env.PORT ?? '3000'
  const webPort = String(Number(port) + 100)
  const env = { ...process.env, PORT: port, PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${webPort}` }
  const server = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--watch', '--watch-preserve-output', 'app/main.ts', 'start'],
    {
      cwd: root,
      stdio: 'inherit',
      env,
    },
  )
  const vite = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), '--port', webPort, '--strictPort'], {
    cwd: join(root, 'web'),
    stdio: 'inherit',
    env: { ...env, FLORIN_API: `http://127.0.0.1:${port}` },
  })
  const ends = [server, vite].map((child) => new Promise<void>((done) => child.once('exit', () => done())))
  await Promise.race(ends)
  server.kill('SIGINT')
  vite.kill('SIGINT')
  await Promise.all(ends)
}
