// `npm run simulate -- --seeds N [--seed S] [--steps K]`: lives through the money path by seed, with faults of Stripe, of the
// network and of this process, and asks the invariants after every step. A seed that fails is printed and can be run again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedServer } from '../../app/db/embedded-server.ts'
import { migrate } from '../../app/db/migrate.ts'
import { checkInvariants } from '../../app/reconciliation/check-invariants.ts'
import { cloneDatabase } from '../support/clone-database.ts'
import { openMoneyStage } from '../support/money-stage.ts'
import { Random } from './random.ts'
import { World } from './world.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    seed: { type: 'string' },
    steps: { type: 'string', default: '60' },
    verbose: { type: 'boolean', default: false },
  },
})
const steps = Number(values.steps)
/** Seeds that once failed; each stays. */
const regressions = [1, 2, 3]

const folder = await mkdtemp(join(tmpdir(), 'florin-simulate-'))
const server = await startEmbeddedServer(folder)
await migrate(server.migrationUrl, server.servingLogin)

async function live(seed: number): Promise<boolean> {
  const stage = await openMoneyStage(await cloneDatabase(server.migrationUrl, server.url))
  const world = await World.of(stage, new Random(seed))
  try {
    for (let step = 0; step < steps; step++) {
      await world.step()
      const faults = await checkInvariants(stage.deps, stage.companyId)
      if (faults.length > 0) throw new Error(faults.map((fault) => `${fault.invariant}: ${fault.found}`).join('\n'))
    }
    await world.settle()
    await world.expectOnceAndWhole()
    const counts = `${await stage.count('payments')} payments, ${await stage.count('journal_entries')} entries`
    console.log(`seed ${seed}: ${steps} steps, ${counts}, books in order`)
    if (values.verbose) console.log(world.told.join('\n'))
    return true
  } catch (error) {
    console.log(`seed ${seed} FAILED after:\n${world.told.join('\n')}\n${(error as Error).stack}`)
    return false
  } finally {
    await stage.close()
  }
}

const from = Date.now() % 1_000_000
const random = Array.from({ length: Number(values.seeds) }, (_, index) => from + index)
const seeds = values.seed ? [Number(values.seed)] : [...regressions, ...random]
let failed = 0
for (const seed of seeds) if (!(await live(seed))) failed += 1
await server.stop()
await rm(folder, { recursive: true, force: true })
console.log(`${seeds.length - failed} of ${seeds.length} seeds passed${failed > 0 ? '; run one again with --seed S' : ''}`)
process.exitCode = failed > 0 ? 1 : 0
