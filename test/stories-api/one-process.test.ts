import { describe } from 'vitest'
import { startOneProcess } from '../florin/one-process.ts'
import { tellPayingStories } from './paying.ts'

describe('with one process on the embedded server', () => tellPayingStories(startOneProcess))
