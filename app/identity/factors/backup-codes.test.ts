import { symmetricEncrypt } from 'better-auth/crypto'
import { expect, test } from 'vitest'
import { hashBackupCode, keptCodes, newBackupCodes, readKeptCodes } from './backup-codes.ts'

const secrets = { current: 'a secret of the tests, long enough', old: [] }

test('codes are long enough for a plain hash, and never twice the same', () => {
  const codes = [...newBackupCodes(), ...newBackupCodes()]
  for (const code of codes) expect(code).toMatch(/^[a-z0-9]{6}(-[a-z0-9]{6}){3}$/)
  expect(new Set(codes).size).toBe(20)
  expect(24 * Math.log2(36)).toBeGreaterThan(112)
})

test('the database keeps hashes alone, and a list that was kept stays what it is', async () => {
  const codes = newBackupCodes()
  const kept = keptCodes(JSON.stringify(codes))
  for (const code of codes) expect(kept).not.toContain(code)
  expect(keptCodes(kept)).toBe(kept)
  expect(JSON.parse(await readKeptCodes(secrets, kept))).toContain(hashBackupCode(codes[3]!))
})

test('a code counts however it is typed', () => {
  expect(hashBackupCode('ABCDEF ghijkl-mnopqr  stuvwx')).toBe(hashBackupCode('abcdef-ghijkl-mnopqr-stuvwx'))
  expect(hashBackupCode('abcdef-ghijkl-mnopqr-stuvwy')).not.toBe(hashBackupCode('abcdef-ghijkl-mnopqr-stuvwx'))
})

test('codes from before, which stand encrypted, are understood', async () => {
  const encrypted = await symmetricEncrypt({ key: secrets.current, data: JSON.stringify(['abcDE-fGhiJ']) })
  expect(JSON.parse(await readKeptCodes(secrets, encrypted))).toEqual([hashBackupCode('abcDE-fGhiJ')])
})
