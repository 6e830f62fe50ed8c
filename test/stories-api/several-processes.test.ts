import { describe } from 'vitest'
import { runningFlorin } from '../florin/running.ts'
import { startSeveralProcesses } from '../florin/several-processes.ts'
import { tellEventStories } from './events.ts'
import { tellPayingStories } from './paying.ts'

describe('with two application processes and a worker on one server', () => {
  const florin = runningFlorin(startSeveralProcesses)
  describe('paying', () => tellPayingStories(florin))
  describe('events', () => tellEventStories(florin, 200))
})
