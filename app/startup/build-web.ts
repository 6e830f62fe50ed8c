import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const web = join(root, 'web')

/**
 * Builds the web pages unless the last build is newer than everything it was made from.
 * @param signal ends the build. @throws when the build fails, with its output, or is ended.
 */
export async function buildWeb(signal = new AbortController().signal): Promise<void> {
  const built = await modified(join(web, 'dist/index.html'))
  if (built > (await newestSource())) return
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const build = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: web,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  let output = ''
  build.stdout.on('data', (chunk) => {
    output += chunk
  })
  build.stderr.on('data', (chunk) => {
    output += chunk
  })
  const code = await new Promise<number | null>((done, fail) => {
    build.once('error', fail)
    build.once('exit', done)
  })
  if (code !== 0) throw new Error(`The web pages could not be built:\n${output.slice(-4000)}`)
}

async function newestSource(): Promise<number> {
  const sources = await readdir(join(web, 'src'), { recursive: true, withFileTypes: true })
  const files = sources.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const others = ['index.html', 'vite.config.ts', 'package.json'].map((name) => join(web, name))
  const times = await Promise.all([...files, ...others].map(modified))
  return Math.max(...times)
}

async function modified(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.mtimeMs,
    () => 0,
  )
}
