// `npm run bench -- NAME`: how fast a piece of the money path is, as a ratio to the bare work in the same run on the same
// machine. Absolute figures are printed too, but only the ratio says anything about Florin.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedServer } from '../../app/db/embedded-server.ts'
import { migrate } from '../../app/db/migrate.ts'
import { cloneDatabase } from '../support/clone-database.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { postingBench } from './posting.ts'
import { simulatorBench } from './simulator.ts'
import { simulatorFullBench } from './simulator-full.ts'
import { webBench } from './web.ts'
import { webhookBench } from './webhook.ts'

export type Bench = {
  /** What is compared with what, in a sentence. */
  says: string
  /** Prepares, then returns the two pieces of work for `count` items. */
  prepare(stage: MoneyStage, count: number): Promise<{ florin: () => Promise<unknown>; bare: () => Promise<unknown> }>
}

const benches: Record<string, Bench> = { posting: postingBench, webhook: webhookBench }
/** These start what they need by themselves and say themselves what their figures mean. */
const benchesAlone: Record<string, () => Promise<void>> = {
  simulator: simulatorBench,
  'simulator-full': simulatorFullBench,
  web: webBench,
}
const count = 200

const name = process.argv[2] ?? 'posting'
const alone = benchesAlone[name]
if (alone) {
  await alone()
  process.exit(0)
}
const bench = benches[name]
if (!bench) {
  console.error(`There is no bench "${name}". Use one of: ${[...Object.keys(benches), ...Object.keys(benchesAlone)].join(', ')}.`)
  process.exit(2)
}
const folder = await mkdtemp(join(tmpdir(), 'florin-bench-'))
const server = await startEmbeddedServer(folder)
try {
  await migrate(server.migrationUrl, server.servingLogin)
  const stage = await openMoneyStage(await cloneDatabase(server.migrationUrl, server.url))
  const { florin, bare } = await bench.prepare(stage, count)
  const seconds = async (work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    return (performance.now() - began) / 1000
  }
  const bareSeconds = await seconds(bare)
  const florinSeconds = await seconds(florin)
  await stage.expectBooksInOrder()
  await stage.close()
  console.log(bench.says)
  console.log(`bare    ${(count / bareSeconds).toFixed(0)} a second`)
  console.log(`Florin  ${(count / florinSeconds).toFixed(0)} a second`)
  console.log(`ratio   ${(florinSeconds / bareSeconds).toFixed(2)} (1.00 would cost nothing over the bare work)`)
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
