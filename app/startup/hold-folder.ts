import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/**
 * Makes sure that one Florin at a time uses a data folder.
 * @returns a function that lets go of it. @throws when another running Florin holds it, naming its process.
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const home = resolve(folder)
  await mkdir(home, { recursive: true })
  const lock = join(home, 'florin.pid')
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' })
  } catch {
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
    if (holder && holder !== process.pid && (await isFlorin(holder))) {
      throw new Error(`Florin already runs on ${home} (process ${holder}). Stop it, or set DATA_DIR to another folder.`)
    }
    // Left behind by a Florin that was killed.
    await writeFile(lock, String(process.pid))
  }
  return () => rm(lock, { force: true })
}

async function isFlorin(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  // A number may have been given to another program since; where that can be told, it is.
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
  return commandLine === null || commandLine.includes('main.ts')
}
