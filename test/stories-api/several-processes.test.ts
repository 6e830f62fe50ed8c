import { describe } from 'vitest'
import { startSeveralProcesses } from '../florin/several-processes.ts'
import { tellPayingStories } from './paying.ts'

describe('with two application processes and a worker on one server', () => tellPayingStories(startSeveralProcesses))
