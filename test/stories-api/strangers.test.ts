import { describe } from 'vitest'
import { startOneProcess } from '../florin/one-process.ts'
import { tellBadInputStories } from './bad-input.ts'
import { tellWallStories } from './walls.ts'

describe('between two sellers', () => tellWallStories(startOneProcess))
describe('input that is wrong', () => tellBadInputStories(startOneProcess))
