import { describe } from 'vitest'
import { startSeveralProcesses } from '../florin/several-processes.ts'
import { tellEventStories } from './events.ts'
import { tellPayingStories } from './paying.ts'

describe('with two application processes and a worker on one server', () => {
  describe('paying', () => tellPayingStories(startSeveralProcesses))
  describe('events', () => tellEventStories(startSeveralProcesses, 200))
})
