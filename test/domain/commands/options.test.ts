import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '#commands/settings.ts'

it.each([
  ['deploy', 'Say: npm run deploy [-- --env NAME] [--with-holes]'],
  ['calendars', 'Say into which folder: npm run calendars -- FOLDER'],
])('a command that is asked for what it does not know says how it is asked, and does nothing: %s', (command, usage) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, `src/commands/${command}.ts`), '--nonsense'], {
    encoding: 'utf8',
  })
  expect([status, stdout, stderr]).toEqual([1, '', `Unknown option '--nonsense'. ${usage}\n`])
})
