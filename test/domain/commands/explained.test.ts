import { existsSync, mkdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { explained } from '#commands/explained.ts'

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

it.each([
  ['of a full disk', 'ENOSPC: no space left on device, write', 'The disk is full: make room, then start again.'],
  ['of a full disk, by SQLite', 'database or disk is full', 'The disk is full: make room, then start again.'],
  [
    'of another process, which names the file',
    "Error: EACCES: permission denied, open '/srv/muster/prisma/schema.prisma'",
    'Muster may not write in /srv/muster/prisma/schema.prisma: give yourself the right to, or keep Muster in a folder of your own.',
  ],
  ['about something else', 'The register was refused.', 'The register was refused.'],
  [
    'whose cause was logged by another process',
    'The demonstration was not loaded: it answered 500',
    'The disk is full: make room, then start again.',
    '{"error":"D1_ERROR: database or disk is full: SQLITE_ERROR"}',
  ],
])('an error %s is said in one sentence', (_, said, sentence, cause = '') => {
  expect(explained(new Error(said, { cause }))).toBe(sentence)
})

it.skipIf(!existsSync('/proc/self/status'))('the folder that may not be written is named (skipped where there is no /proc)', () => {
  const error = thrownBy(() => mkdirSync('/proc/muster'))
  expect(explained(Object.assign(error as Error, { message: 'EACCES: permission denied, mkdir' }))).toBe(
    'Muster may not write in /proc/muster: give yourself the right to, or keep Muster in a folder of your own.',
  )
})
