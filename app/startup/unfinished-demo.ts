import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../db/embedded-binaries.ts'
import { removeCluster } from '../db/embedded-server.ts'

/**
 * A demo is told through four months, step by step, into a database and a simulator; it cannot be taken up where it was cut
 * short. While it is made a file says so, and what a killed start left is cleared away by the next one. The file is only ever
 * written where there is nothing yet, and is gone before Florin serves: nobody's work stands in what is cleared.
 */
const marker = 'demo-begun'

/** Makes the demo of a data folder, or of nothing in it. */
export async function makeWhole(dataDir: string, fill: () => Promise<void>): Promise<void> {
  await writeFile(join(dataDir, marker), 'A demo is being made here. Should this file be left, the next start begins anew.\n')
  await fill()
  await rm(join(dataDir, marker))
}

/** Clears away a demo that was cut short. The folder must be held. */
export async function clearUnfinishedDemo(dataDir: string): Promise<void> {
  if (!(await exists(join(dataDir, marker)))) return
  await removeCluster(join(dataDir, 'postgresql'))
  await rm(join(dataDir, 'simulator.json'), { force: true })
  await rm(join(dataDir, marker))
}
