import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
type Entry = {
  name?: string
  version?: string
  integrity?: string
  resolved?: string
  link?: boolean
  inBundle?: boolean
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}
type Lock = Record<string, Entry>
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const lockFiles = ['package-lock.json', 'runtime/package-lock.json', 'test/older-postgresql/package-lock.json']
const lockOf = (file: string): Lock => read(file).packages

/** Where Node would find `name` from the package at `path`. */
function found(lock: Lock, path: string, name: string): boolean {
  for (let at = path; ; ) {
    if (lock[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
    if (at === '') return false
    const up = at.lastIndexOf('/node_modules/')
    at = up < 0 ? '' : at.slice(0, up)
  }
}

test.each(lockFiles)('%s holds every package for every platform, also those that this machine needs none of', (file) => {
  const lock = lockOf(file)
  const lost = Object.entries(lock).flatMap(([path, { dependencies = {}, optionalDependencies = {} }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !found(lock, path, name))
      .map((name) => `${path} → ${name}`),
  )
  expect(lost).toEqual([])
})

test.each(lockFiles)('%s pins what is fetched by its content, and names no server to fetch it from', (file) => {
  const fetched = Object.entries(lockOf(file)).filter(
    ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
  )
  expect(fetched.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  expect(fetched.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
})

test.each(['package.json', 'app/package.json', 'web/package.json', 'stripe-simulator/package.json'])(
  '%s pins exactly',
  (file) => {
    const { dependencies, devDependencies, optionalDependencies } = read(file)
    const wanted = { ...dependencies, ...devDependencies, ...optionalDependencies } as Record<string, string>
    expect(Object.entries(wanted).filter(([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  },
)

test('the bill of materials is CycloneDX and names every package of the lock file', () => {
  const [command, ...parts] = (read('package.json').scripts.sbom as string).split(' ')
  const bill = JSON.parse(execFileSync(command!, parts, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.stringMatching(/^1\.[5-9]$/), version: 1 })
  const refs = bill.components.map((each: { 'bom-ref': string }) => each['bom-ref']) as string[]
  expect(new Set(refs).size).toBe(refs.length)
  const named = new Set(bill.components.map((each: { purl: string }) => decodeURIComponent(each.purl)))
  const missing = Object.entries(lockOf('package-lock.json')).flatMap(([path, { name, version, link }]) => {
    if (!path.includes('node_modules/') || link) return []
    const purl = `pkg:npm/${name ?? path.split('node_modules/').pop()}@${version}`
    return named.has(purl) ? [] : [purl]
  })
  expect(missing).toEqual([])
  const known = new Set([...refs, bill.metadata.component['bom-ref']])
  const astray = bill.dependencies.flatMap((each: { dependsOn: string[] }) => each.dependsOn.filter((ref) => !known.has(ref)))
  expect(astray).toEqual([])
}, 60_000)
