import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '#commands/settings.ts'

type Packages = Record<string, { version: string; optional?: true }>

it('where something else is installed than the lockfile names, one sentence says how to install it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'))
  const command = join(folder, 'src', 'commands', 'installed.js')
  cpSync(join(root, 'src/commands/installed.js'), command)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const needed: Packages = {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: needed }))
  const said = (): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [command], { encoding: 'utf8' })
    return `${status} ${stdout}${stderr}`
  }
  const saidWith = (installed: Packages): string => {
    mkdirSync(join(folder, 'node_modules'), { recursive: true })
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }))
    return said()
  }
  const sentence = '1 What is installed is not what Muster needs: run npm ci.\n'
  try {
    expect([
      said(),
      saidWith({}),
      saidWith({ 'node_modules/zod': { version: '4.6.6' } }),
      saidWith({ 'node_modules/zod': { version: '4.6.7' }, 'node_modules/for-another-system': { version: '0.9.0' } }),
      saidWith({ 'node_modules/zod': { version: '4.6.7' } }),
    ]).toEqual([sentence, sentence, sentence, sentence, '0 '])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
