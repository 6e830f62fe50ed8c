import { describe } from 'vitest'
import { startOneProcess } from '../florin/one-process.ts'
import { tellEventStories } from './events.ts'
import { tellPayingStories } from './paying.ts'

describe('with one process on the embedded server', () => {
  describe('paying', () => tellPayingStories(startOneProcess))
  describe('events', () => tellEventStories(startOneProcess, 15))
})
