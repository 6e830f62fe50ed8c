import { expect, test } from 'vitest'
import { createLogger } from './log.ts'

function logged(write: (log: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = []
  write(createLogger('debug', { write: (line) => void lines.push(line) }))
  return lines
}

test('every line says when, in UTC, and how grave it is', () => {
  const [line] = logged((log) => log.warn('x'))
  expect(JSON.parse(line!)).toMatchObject({ level: 'warn', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), msg: 'x' })
})

test('what somebody sent cannot begin a line of its own', () => {
  const forged = 'x\n{"level":"info","msg":"all is well"}\r\u2028y'
  const lines = logged((log) => log.info({ path: forged }, forged))
  expect(lines).toHaveLength(1)
  expect(lines[0]!.trimEnd()).not.toMatch(/[\n\r]/)
  expect(JSON.parse(lines[0]!)).toMatchObject({ path: forged, msg: forged })
})

test('members that are secret are hidden, at the top and below', () => {
  const secret = { password: 'hunter2', headers: { cookie: 'hunter2' }, a: { b: { token: 'hunter2' } } }
  expect(logged((log) => log.info(secret, 'x')).join()).not.toContain('hunter2')
})
