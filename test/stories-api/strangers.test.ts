import { describe } from 'vitest'
import { startOneProcess } from '../florin/one-process.ts'
import { runningFlorin } from '../florin/running.ts'
import { tellBadInputStories } from './bad-input.ts'
import { tellWallStories } from './walls.ts'

describe('strangers and strange things', () => {
  const florin = runningFlorin(startOneProcess)
  describe('between two sellers', () => tellWallStories(florin))
  describe('input that is wrong', () => tellBadInputStories(florin))
})
