import { describe } from 'vitest'
import { startOneProcess } from '../florin/one-process.ts'
import { runningFlorin } from '../florin/running.ts'
import { tellEventStories } from './events.ts'
import { tellPayingStories } from './paying.ts'

describe('with one process on the embedded server', () => {
  const florin = runningFlorin(startOneProcess)
  describe('paying', () => tellPayingStories(florin))
  describe('events', () => tellEventStories(florin, 15))
})
