// In each process of Node that runs tests: the clock of the run.
import { inject } from 'vitest'
import { moveClock } from './clock.ts'

const moved = globalThis as { clockIsMoved?: boolean }
const ahead = inject('clockAhead')
if (ahead !== 0 && !moved.clockIsMoved) moveClock(ahead)
moved.clockIsMoved = true
