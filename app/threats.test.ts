import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { callsOf, sourcesIn } from '../test/support/source-tree.ts'

const root = join(import.meta.dirname, '..')
const text = readFileSync(join(root, 'docs/threats.md'), 'utf8')

/** Every requirement of levels 1 and 2 in ASVS 5.0.0: a section, and how many (or which) of its requirements are of these levels. */
const required: Record<string, number> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4 },
  ...{ '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3 },
  ...{ '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4 },
  ...{ '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7 },
  ...{ '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2 },
}

const rows = text.split('\n').flatMap((line) => {
  const cells = line.split('|').map((cell) => cell.trim())
  if (!/^\d+\.\d+\.\d+$/.test(cells[1] ?? '')) return []
  const [, id = '', level = '', requirement = '', standing = '', how = '', proof = ''] = cells
  return [{ id, level, requirement, standing, how, proof }]
})
const filesIn = (cell: string) => [...cell.matchAll(/`([\w./-]+\.\w+|web\/dist)`/g)].map((match) => match[1]!)

describe('the table of the ASVS', () => {
  test('has every requirement of levels 1 and 2, once', () => {
    const wanted = Object.entries(required).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
    )
    expect(wanted).toHaveLength(253)
    expect(rows.map(({ id }) => id)).toEqual(wanted)
    expect(rows.filter(({ level }) => level !== '1' && level !== '2')).toEqual([])
  })

  test('says of each how it is met, or why it does not apply', () => {
    const bare = rows.filter(({ standing, requirement, how, proof }) => {
      const said = requirement !== '' && how.length > 3 && proof !== ''
      return !said || (standing === 'met' ? proof === '–' : standing !== 'n/a' || proof !== '–')
    })
    expect(bare.map(({ id }) => id)).toEqual([])
  })

  test('names files that are there', () => {
    const gone = [...new Set(filesIn(text))].filter(
      (name) => /^\w.*\//.test(name) && name !== 'web/dist' && !existsSync(join(root, name)),
    )
    expect(gone).toEqual([])
  })

  test('names tests that are there', () => {
    const gone = rows.flatMap(({ id, proof }) => {
      if (proof === 'review' || proof === '–') return []
      const [, file = '', title = ''] = /^`([^`]+)` “(.+)”$/.exec(proof) ?? []
      const path = join(root, file)
      return file && existsSync(path) && readFileSync(path, 'utf8').includes(title) ? [] : [`${id}: ${proof}`]
    })
    expect(gone).toEqual([])
  })
})

describe('what the table says of all sources', () => {
  const sources = sourcesIn('app').filter(({ isTest }) => !isTest)
  const pages = sourcesIn('web').filter(({ isTest }) => !isTest)
  const naming = (where: typeof sources, pattern: RegExp) =>
    where.filter((each) => pattern.test(each.text)).map(({ name }) => name)

  test('nothing in the pages turns text into HTML or runs it', () => {
    expect(
      naming(pages, /dangerouslySetInnerHTML|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\b/),
    ).toEqual([])
  })

  test('the browser keeps nothing but the language', () => {
    expect(naming(pages, /localStorage|sessionStorage|indexedDB|document\.cookie/)).toEqual(['web/src/words/language.ts'])
  })

  test('no weak hash is used', () => {
    // The codes of authenticator apps are HMAC-SHA-1 (RFC 6238): the apps know no other.
    const hashing = sources.filter(({ name }) => name !== 'app/identity/factors/time-codes.ts')
    const hashes = hashing.flatMap((source) => callsOf(source).filter(({ callee }) => /^create(Hash|Hmac)$/.test(callee)))
    expect(hashes.length).toBeGreaterThan(5)
    expect(hashes.map(({ args }) => args[0]).filter((name) => name !== "'sha256'")).toEqual([])
  })

  test('no chance but a secure one', () => {
    expect(naming(sources, /Math\.random/)).toEqual([])
  })
})
