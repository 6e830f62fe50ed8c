import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** What a step found. Steps without tests of their own count none; `counted` is what its tests have counted, in words. */
export type Outcome = { ok: boolean; output: string; passed: number; failed: number; counted?: string[] }
export type Step = { name: string; run(): Promise<Outcome> }

/** A step that runs one script of this project and is right when the script ends with 0. */
export function script(name: string, file: string, args: string[] = [], folder = root): Step {
  return { name, run: () => runScript(file, args, folder) }
}

async function runScript(file: string, args: string[], folder: string, env: NodeJS.ProcessEnv = process.env): Promise<Outcome> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, file), ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { ok: code === 0, output: Buffer.concat(chunks).toString(), passed: 0, failed: 0 }
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numFailedTestSuites: number
  testResults: { name: string; status: string; assertionResults: { meta?: { counted?: string } }[] }[]
}

/**
 * A step that runs test files and counts their tests. A test that is skipped, and a file in which none ran, count as failed:
 * what cannot run has to say so.
 *
 * @param args which files, and how many at once.
 */
export function tests(name: string, args: string[]): Step {
  return {
    name,
    run: async () => {
      const folder = join(root, 'test-results')
      await mkdir(folder, { recursive: true })
      const report = join(folder, `${name.replaceAll(/\W+/g, '-')}.json`)
      await rm(report, { force: true })
      const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
      const ran = await runScript('node_modules/vitest/vitest.mjs', ['run', ...args, ...reporters], root, {
        ...process.env,
        NO_COLOR: '1',
      })
      const found = await readFile(report, 'utf8').catch(() => null)
      if (!found) return { ...ran, ok: false, failed: 1 }
      return count(JSON.parse(found) as VitestReport, ran)
    },
  }
}

function count(report: VitestReport, ran: Outcome): Outcome {
  const skipped = report.numPendingTests + report.numTodoTests
  const empty = report.testResults.filter((file) => file.assertionResults.length === 0)
  const failed = report.numFailedTests + skipped + empty.length
  const words = skipped > 0 ? `\n${skipped} tests were skipped; a test that cannot run has to fail with its reason.` : ''
  const ok = ran.ok && failed === 0
  const counted = report.testResults.flatMap((file) => file.assertionResults.flatMap(({ meta }) => meta?.counted ?? []))
  return { ok, output: `${ran.output}${words}`, passed: report.numPassedTests, failed: failed || (ok ? 0 : 1), counted }
}

/** What the tests of all steps have counted, a line each; the same words told by several tests become one line with their number. */
export function countedLines(lines: Line[]): string[] {
  const told = lines.flatMap(({ outcome }) => outcome?.counted ?? [])
  return [...new Set(told)].map((words) => {
    const times = told.filter((other) => other === words).length
    return times === 1 ? words : `${words}: ${times}`
  })
}

export type Line = { name: string; seconds: number; outcome: Outcome | null }

/**
 * Runs steps one after the other, those of a list within at the same time, and prints each as it ends.
 * @param goOn run the rest though one was red; otherwise they do not run.
 */
export async function runSteps(steps: (Step | Step[])[], { goOn = false } = {}): Promise<Line[]> {
  const lines: Line[] = []
  let isRed = false
  for (const group of steps.map((step) => [step].flat())) {
    if (isRed) lines.push(...group.map(({ name }) => ({ name, seconds: 0, outcome: null })))
    else lines.push(...(await Promise.all(group.map(runStep))))
    isRed = !goOn && lines.some(({ outcome }) => outcome?.ok !== true)
  }
  return lines
}

async function runStep({ name, run }: Step): Promise<Line> {
  const began = performance.now()
  const outcome = await run().catch((error: Error) => ({ ok: false, output: error.message, passed: 0, failed: 1 }))
  const seconds = (performance.now() - began) / 1000
  console.log(`${outcome.ok ? 'ok ' : 'RED'}  ${name} (${seconds.toFixed(1)} s)`)
  if (!outcome.ok) console.log(`\n${outcome.output.trim()}\n`)
  return { name, seconds, outcome }
}

/** The table at the end. A step that a red one before it kept from running says so. */
export function table(lines: Line[]): string {
  const width = Math.max(...lines.map(({ name }) => name.length))
  const rows = lines.map(({ name, seconds, outcome }) => {
    const counted = outcome && outcome.passed + outcome.failed > 0 ? `${outcome.passed} passed, ${outcome.failed} failed` : ''
    const state = outcome === null ? 'not run' : outcome.ok ? 'ok' : 'RED'
    return `${state.padEnd(8)}${name.padEnd(width + 2)}${seconds.toFixed(1).padStart(7)} s  ${counted}`
  })
  return rows.join('\n')
}
