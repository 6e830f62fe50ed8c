import { afterAll, beforeAll } from 'vitest'
import { Florin, type Shape } from './florin.ts'

/** Starts a Florin for the stories of a file, and ends it after them. @returns how the stories get at it. */
export function runningFlorin(start: () => Promise<Shape>): () => Florin {
  let florin: Florin | undefined
  beforeAll(async () => {
    florin = new Florin(await start())
  })
  afterAll(() => florin?.close())
  return () => {
    if (!florin) throw new Error('Florin did not start; the reason stands above.')
    return florin
  }
}
