// `npm test`: everything. Stops at the first step that is red. The last line is always "N passed, N failed".

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from '../app/startup/build-web.ts'
import { makeDemo } from './florin/one-process.ts'
import { checks } from './run/checks.ts'
import { findChromium } from './run/chromium.ts'
import { countedLines, runSteps, type Step, script, table, tests } from './run/steps.ts'

const browser: Step = {
  name: 'browser is here',
  run: async () => {
    process.env.CHROMIUM_PATH = await findChromium()
    return { ok: true, output: '', passed: 0, failed: 0 }
  },
}

/** Built once, before several Florins start at the same time. */
const pages: Step = {
  name: 'web pages are built',
  run: async () => {
    await buildWeb()
    return { ok: true, output: '', passed: 0, failed: 0 }
  },
}

/** Filled once; most stories begin with a copy of it. */
const demoFolder = await mkdtemp(join(tmpdir(), 'florin-demo-'))
const demo: Step = {
  name: 'a demo to begin with',
  run: async () => {
    await makeDemo(demoFolder)
    process.env.DEMO_FOLDER = demoFolder
    return { ok: true, output: '', passed: 0, failed: 0 }
  },
}

/** As many files at once as a small machine has cores. */
const twoAtOnce = ['--maxWorkers', '2']
/** A story in the browser waits more than it works. */
const threeAtOnce = ['--maxWorkers', '3']

const lines = await runSteps([
  ...checks,
  [
    tests('unit, property and integration tests', [
      '--exclude',
      'test/stories/**',
      '--exclude',
      'test/stories-api/**',
      // Each has a database, a simulator and ports of its own; loading everything anew for each file takes as long as the tests.
      '--no-isolate',
      ...twoAtOnce,
    ]),
    script('faults by seed', 'test/faults/simulate.ts', ['--seeds', '3']),
    demo,
    pages,
    browser,
  ],
  tests('API stories', ['test/stories-api/', ...twoAtOnce]),
  tests('browser stories', ['test/stories/', ...threeAtOnce]),
])
await rm(demoFolder, { recursive: true, force: true })
console.log(`\n${table(lines)}\n`)
for (const line of countedLines(lines)) console.log(line)
const sum = (of: 'passed' | 'failed') => lines.reduce((total, { outcome }) => total + (outcome?.[of] ?? 0), 0)
// A step that counts no tests of its own is one failure when it is red.
const failed = Math.max(sum('failed'), lines.some(({ outcome }) => outcome?.ok === false) ? 1 : 0)
process.exitCode = failed === 0 ? 0 : 1
console.log(`${sum('passed')} passed, ${failed} failed`)
