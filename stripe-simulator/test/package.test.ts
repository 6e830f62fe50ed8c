import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { browserScript, scriptNames } from '../src/stripe-js/script.ts'
import { startReceiver } from './stage.ts'

const here = join(import.meta.dirname, '..')
const modules = join(here, '../node_modules')
const compiler = join(modules, 'typescript-native/bin/tsc')
const folder = mkdtempSync(join(tmpdir(), 'stripe-simulator-package-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(command: string, args: string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, maxBuffer: 10_000_000 }, (error, out, complaint) =>
      error ? reject(new Error(`${command} ${args.join(' ')}\n${out}${complaint}`)) : resolve(out),
    )
  })
}

/** A package and all that it depends on, as they lie beside this repository: nothing has to be fetched. */
function withDependencies(name: string, known = new Set<string>()): Set<string> {
  if (known.has(name)) return known
  known.add(name)
  const { dependencies = {} } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
  }
  for (const other of Object.keys(dependencies)) withDependencies(other, known)
  return known
}

const pack = (args: string[], cwd: string): Promise<string> =>
  run('npm', ['pack', '--json', '--pack-destination', folder, ...args], cwd)

beforeAll(async () => {
  const parts = [...withDependencies('qs')].map((name) => join(modules, name))
  await Promise.all([pack([], here), pack(['--ignore-scripts', ...parts], folder)])
  const tarballs = await run('sh', ['-c', 'ls *.tgz'], folder)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  const files = tarballs
    .trim()
    .split('\n')
    .map((file) => `./${file}`)
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', ...files], folder)
})

/** The first thing of its kind that a process prints. */
const printed = (child: ChildProcess, kind: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let words = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      words += chunk.toString()
      const found = kind.exec(words)
      if (found) resolve(found[0])
    })
    child.once('close', (code) => reject(new Error(`it ended with ${code}`)))
  })
const address = /http:\/\/[\d.:]+/

test('the package holds built JavaScript, its types, its licence and its README, and nothing of this repository', async () => {
  const installed = join(folder, 'node_modules/@florin/stripe-simulator')
  const files = (await run('find', ['.', '-type', 'f'], installed)).trim().split('\n')
  expect(files).toEqual(
    expect.arrayContaining([
      './LICENSE',
      './README.md',
      './package.json',
      './dist/bin.js',
      './dist/index.js',
      './dist/browser/stripe.js',
    ]),
  )
  expect(files.filter((file) => /\.ts$/.test(file) && !file.endsWith('.d.ts'))).toEqual([])
  expect(files.filter((file) => /test|contract/.test(file))).toEqual([])
  const built = files.filter((file) => file.endsWith('.js')).map((file) => readFileSync(join(installed, file), 'utf8'))
  expect(built.filter((text) => text.includes(here))).toEqual([])
})

test('installed in an empty folder, its command starts, serves, and ends when it is told to', async () => {
  const child = spawn(join(folder, 'node_modules/.bin/stripe-simulator'), ['--port', '0'], { cwd: folder })
  onTestFinished(() => void child.kill('SIGKILL'))
  const url = await printed(child, address)
  expect(await (await fetch(`${url}/_simulator/health`)).json()).toMatchObject({ ok: true, url })
  for (const path of ['/', '/stripe-js/v3/']) expect((await fetch(`${url}${path}`)).status).toBe(200)
  const scripts = { 'stripe.js': 'v3/', 'element-page.js': 'element-page.js' }
  for (const name of scriptNames)
    expect(await (await fetch(`${url}/stripe-js/${scripts[name]}`)).text()).toBe(browserScript(name))
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('its command tells its live key, and sends events of the live mode where it was told to', async () => {
  const receiver = await startReceiver()
  const live = ['--live-platform-webhook', receiver.url, '--live-platform-secret', 'whsec_live']
  const child = spawn(join(folder, 'node_modules/.bin/stripe-simulator'), ['--port', '0', '--quiet', ...live], { cwd: folder })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [url, key] = await Promise.all([printed(child, address), printed(child, /sk_live_\w+/)])
  for (const one of [key.replace('live', 'test'), key])
    await fetch(`${url}/v1/customers`, { method: 'POST', headers: { authorization: `Bearer ${one}` } })
  await fetch(`${url}/live/_simulator/webhooks/flush`, { method: 'POST' })
  expect(receiver.received.map(({ event }) => event)).toMatchObject([{ type: 'customer.created', livemode: true }])
})

test('its command tells how it is used, also when it is used in a wrong way', async () => {
  const command = join(folder, 'node_modules/.bin/stripe-simulator')
  const help = await run(command, ['--help'], folder)
  const readme = readFileSync(join(here, 'README.md'), 'utf8')
  const options = [...readFileSync(join(here, 'bin.ts'), 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: \{ type: /gm)].map(
    (found) => `--${found[1]}`,
  )
  expect(options.length).toBeGreaterThan(10)
  for (const text of [help, readme]) expect(options.filter((name) => name !== '--help' && !text.includes(name))).toEqual([])
  await expect(run(command, ['--colour', 'red'], folder)).rejects.toThrow(/'--colour'[\s\S]*--snapshot FILE/)
  await expect(run(command, ['--connect-webhook', 'http://a.example/'], folder)).rejects.toThrow(/--connect-secret is needed/)
  await expect(run(command, ['--port', '70000'], folder)).rejects.toThrow(/The simulator did not start/)
})

test('installed in an empty folder, a program starts it, uses it and stops it', async () => {
  const program = `import { startSimulator } from '@florin/stripe-simulator'
const simulator = await startSimulator()
const headers = { authorization: 'Bearer ' + simulator.secretKey }
const body = new URLSearchParams({ name: 'Ida' })
const customer = await (await fetch(simulator.url + '/v1/customers', { method: 'POST', headers, body })).json()
await simulator.close()
console.log(customer.object, simulator.state.tables.customer.of(simulator.platformAccountId).length)`
  writeFileSync(join(folder, 'use.js'), program)
  expect((await run(process.execPath, ['use.js'], folder)).trim()).toBe('customer 1')
})

test('its types are there for a program that is compiled against it', async () => {
  const program = `import { startSimulator, type Simulator } from '@florin/stripe-simulator'
const simulator: Simulator = await startSimulator({ port: 0, defaultVersion: '2024-04-10' })
const account: string = simulator.onboard('acct_1').id
simulator.faults.add({ kind: 'reset_after', path: '/v1/refunds', times: 2 })
// @ts-expect-error there is no such option
await startSimulator({ colour: 'red' })
console.log(account)`
  writeFileSync(join(folder, 'use.ts'), program)
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
  symlinkSync(join(modules, '@types/node'), join(folder, 'node_modules/@types/node'))
  symlinkSync(join(modules, 'stripe'), join(folder, 'node_modules/stripe'))
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    'node',
    '--skipLibCheck',
    'false',
  ]
  expect(await run(process.execPath, [compiler, ...options, 'use.ts'], folder)).toBe('')
})
