import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { embeddedMajor } from '../../app/db/embedded-binaries.ts'
import { isFree } from '../../app/startup/free-port.ts'
import { freePort } from '../florin/child.ts'
import { until } from '../florin/florin.ts'
import { makeDemo } from '../florin/one-process.ts'
import { type Group, type Process, startGroup } from '../florin/processes.ts'

/** What README promises, and a little for the machine to notice: what has ended in order is gone by then. */
const promisedMs = 10_000
const ready = /Ctrl-C stops it/
let folder: string
let port: number
let begun: Group[] = []
const env = () => ({ DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'warn', FLORIN_DEV: '1' })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'florin-stop-'))
  await makeDemo(folder)
  port = await freePort()
})
afterEach(async () => {
  // A story that failed leaves what it started; the next one must not find it.
  for (const group of begun) for (const { pid } of await group.running()) process.kill(pid, 'SIGKILL')
  begun = []
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function begin(what: Parameters<typeof startGroup>[0] = { command: 'start' }, busyMs?: number): Group {
  const group = startGroup(what, env(), busyMs)
  begun.push(group)
  return group
}

async function started(busyMs?: number): Promise<Group> {
  const group = begin({ command: 'start' }, busyMs)
  await until('Florin runs', async () => ready.test(group.said()), 60)
  return group
}

const has = (words: RegExp) => (each: Process) => words.test(each.command)
const pidOf = async (group: Group, words: RegExp) => (await group.running()).find(has(words))!.pid
const florinItself = /--disable-warning\S+ \S*app\/main\.ts/

/** Nothing that was started lives any more, and nobody listens. */
async function leftNothing(group: Group): Promise<void> {
  expect(await group.running()).toEqual([])
  for (const each of [port, port + 1]) expect(await isFree(each, '127.0.0.1')).toBe(true)
  expect(existsSync(join(folder, `postgresql/cluster-${embeddedMajor}/postmaster.pid`))).toBe(false)
  expect(existsSync(join(folder, 'florin.pid'))).toBe(false)
  expect(group.said()).not.toMatch(/did not start|While stopping|rror/)
}

/** The same after a kill, which nobody can answer in order: what is left ends by itself. */
async function leavesNothing(group: Group): Promise<void> {
  await until('nothing runs any more', async () => (await group.running()).length === 0)
}

describe('npm start, asked to end as service managers and containers do it,', () => {
  test.each([
    ['the group gets SIGTERM twice', ['SIGTERM', 'SIGTERM']],
    ['the group gets SIGTERM five times', ['SIGTERM', 'SIGTERM', 'SIGTERM', 'SIGTERM', 'SIGTERM']],
    ['the group gets SIGINT three times', ['SIGINT', 'SIGINT', 'SIGINT']],
    ['its terminal is closed', ['SIGHUP', 'SIGHUP']],
    ['the group gets one of each', ['SIGINT', 'SIGTERM', 'SIGHUP']],
  ] as const)('ends all of it in order when %s', async (_, signals) => {
    const group = await started()
    const { ms } = await group.send([...signals])
    expect(ms).toBeLessThan(promisedMs)
    await until('everything has ended', async () => (await group.running()).length === 0, promisedMs / 1000)
    await leftNothing(group)
  })

  test('tells by its exit code that it ended in order', async () => {
    for (const signals of [['SIGTERM', 'SIGTERM'], ['SIGINT']] as const) {
      const group = await started()
      expect(await group.send([...signals])).toMatchObject({ code: 0, signal: null })
      await leftNothing(group)
    }
  })

  test.each([
    ['npm', /^npm /],
    ['run.mjs', /run\.mjs/],
    ['Florin itself', florinItself],
  ])('ends all of it when %s alone is asked, by whatever signal', async (_, which) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      const group = await started()
      await group.send([signal, signal], await pidOf(group, which))
      await until('everything has ended', async () => (await group.running()).length === 0, promisedMs / 1000)
      await leftNothing(group)
    }
  })

  test('ends in order when it is busy at that moment', async () => {
    const group = await started(3_000)
    process.kill(await pidOf(group, florinItself), 'SIGUSR2')
    await until('it is busy', async () => /busy/.test(group.said()))
    expect(await group.send(['SIGTERM', 'SIGTERM', 'SIGINT'])).toMatchObject({ code: 0, signal: null })
    await leftNothing(group)
  })

  test('is ended by force when it is stuck for good, and says so by its exit code', async () => {
    const group = await started(600_000)
    process.kill(await pidOf(group, florinItself), 'SIGUSR2')
    await until('it is busy', async () => /busy/.test(group.said()))
    const { code, ms } = await group.send(['SIGTERM', 'SIGTERM'])
    expect(code).toBe(137)
    expect(ms).toBeLessThan(promisedMs + 5_000)
    await leavesNothing(group)
  })
})

describe('npm start, asked to end while it starts,', () => {
  /** Everything is made anew each time, so that every one of the moments comes. */
  const cluster = `postgresql/cluster-${embeddedMajor}`
  const moments = [
    'florin.pid',
    'postgresql',
    `${cluster}/PG_VERSION`,
    `${cluster}/postmaster.pid`,
    'simulator-keys.json',
    'florin.secret',
  ]

  test('ends in order at any of its moments, and the next start is whole', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'florin-stop-'))
    for (const file of moments) {
      const group = startGroup({ command: 'start' }, { ...env(), DATA_DIR: fresh })
      begun.push(group)
      await until(`${file} is there`, async () => existsSync(join(fresh, file)))
      await group.send(['SIGTERM', 'SIGTERM', 'SIGTERM'])
      expect(group.said(), file).not.toMatch(/did not start|While stopping|rror/)
      expect(await group.running(), file).toEqual([])
    }
    const whole = startGroup({ command: 'start' }, { ...env(), DATA_DIR: fresh })
    begun.push(whole)
    await until('Florin runs', async () => ready.test(whole.said()), 60)
    await whole.send(['SIGTERM'])
    await rm(fresh, { recursive: true, force: true })
  })
})

describe('SIGKILL, which nobody can answer,', () => {
  test.each([
    ['npm', /^npm /],
    ['run.mjs', /run\.mjs/],
    ['Florin itself', florinItself],
  ])('of %s alone has the rest end by itself; the next start finds everything', async (_, which) => {
    const group = await started()
    await group.send(['SIGKILL'], await pidOf(group, which))
    await leavesNothing(group)
    await (await started()).send(['SIGTERM'])
  })

  test('of the whole group, also in the middle of the first start, is cleared by the next start', async () => {
    const group = await started()
    await group.send(['SIGKILL'])
    await (await started()).send(['SIGTERM'])
    const fresh = await mkdtemp(join(tmpdir(), 'florin-stop-'))
    const half = startGroup({ command: 'start' }, { ...env(), DATA_DIR: fresh })
    begun.push(half)
    await until('its simulator starts', async () => existsSync(join(fresh, 'simulator-keys.json')))
    await half.send(['SIGKILL'])
    const whole = startGroup({ command: 'start' }, { ...env(), DATA_DIR: fresh })
    begun.push(whole)
    await until('Florin runs', async () => ready.test(whole.said()), 60)
    expect(await whole.send(['SIGTERM', 'SIGTERM'])).toMatchObject({ code: 0 })
    await rm(fresh, { recursive: true, force: true })
  })
})

describe('the other commands', () => {
  test.each([
    ['dev', { command: 'dev' }, ready],
    ['simulator', { program: ['stripe-simulator/bin.ts', '--port', '0', '--quiet'] }, /application ca_/],
  ])('%s ends in order when its group gets SIGTERM twice, and when it alone is killed', async (_, what, whenReady) => {
    for (const signals of [['SIGTERM', 'SIGTERM'], ['SIGKILL']] as const) {
      const group = begin(what)
      await until('it runs', async () => whenReady.test(group.said()), 60)
      const { code } = await group.send([...signals], signals[0] === 'SIGKILL' ? group.id : undefined)
      if (signals[0] === 'SIGTERM') expect(code).toBe(0)
      await leavesNothing(group)
    }
  })
})
