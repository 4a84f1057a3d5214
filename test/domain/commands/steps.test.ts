import { expect, it } from 'vitest'
import { explained } from '#commands/explained.ts'
import { stepsOn } from '#commands/steps.ts'

const shown = async (isTerminal: boolean): Promise<string> => {
  let [text, now] = ['', 0]
  const step = stepsOn(
    {
      isTerminal,
      write: (more) => {
        text += more
      },
    },
    () => now,
  )
  expect(
    await step('Build', async (say) => {
      say('the council')
      now = 1240
      return 'built'
    }),
  ).toBe('built')
  return text
}

it('a step is printed with a tick and its seconds once it is done, and in a terminal while it goes on', async () => {
  expect(await shown(false)).toBe('  ✓ Build (1.2 s)\n')
  expect(await shown(true)).toBe('\r\u001b[K  … Build\r\u001b[K  … Build: the council\r\u001b[K  ✓ Build (1.2 s)\n')
})

it('what is wrong with this computer is said in one sentence with what to do, and anything else as it is', () => {
  const noSpace = Object.assign(new Error('ENOSPC: no space left on device, write'), { path: '/data/muster' })
  expect(explained(noSpace)).toBe('The disk is full in /data/muster: make room, then start again.')
  expect(explained(new Error('The demonstration was not loaded: database or disk is full'))).toBe(
    'The disk is full: make room, then start again.',
  )
  const forbidden = Object.assign(new Error("EACCES: permission denied, mkdir '/data/muster'"), { path: '/data/muster' })
  expect(explained(forbidden)).toBe(
    'Muster may not write in /data/muster: give yourself the right to, or keep Muster in a folder of your own.',
  )
  expect(explained('attempt to write a readonly database')).toBe(
    'Muster may not write: give yourself the right to, or keep Muster in a folder of your own.',
  )
  expect(explained(new Error('The register of the demonstration was refused: 422'))).toBe(
    'The register of the demonstration was refused: 422',
  )
})
