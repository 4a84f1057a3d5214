// `npm run schools:import` as a person runs it beside a Muster that serves, on the real Herefordshire files when they lie beside the project.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { announce } from '#commands/running.ts'
import { type Muster, startMuster } from '#test/support/muster.ts'
import { registerCsv } from '#test/support/register-file.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const data = join(root, '..', 'shared', 'data')
const held = existsSync(join(data, 'herefordshire_edubasealldata_reconstructed.csv'))

const state = mkdtempSync(join(tmpdir(), 'muster-import-'))
let muster: Muster
beforeAll(async () => {
  muster = await startMuster('nothing')
  process.env['MUSTER_STATE'] = state
  announce({ url: muster.url, token: muster.token, pid: process.pid, state })
})
afterAll(async () => {
  delete process.env['MUSTER_STATE']
  await muster.stop()
  rmSync(state, { recursive: true, force: true })
})

const run = (...args: string[]) =>
  new Promise<{ code: unknown; out: string; err: string }>((done) => {
    execFile(process.execPath, [join(root, 'src/commands/schools-import.ts'), ...args], { cwd: root }, (error, out, err) =>
      done({ code: error?.code ?? 0, out, err }),
    )
  })
const report = async (...args: string[]) => {
  const { code, out, err } = await run(...args, '--json')
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out)
}

describe.skipIf(!held)('the real register of Herefordshire (skipped where ../shared/data does not lie beside the project)', () => {
  const files = [
    join(data, 'herefordshire_edubasealldata_reconstructed.csv'),
    '--links',
    join(data, 'herefordshire_links_20250422.csv'),
    '--la',
    '884',
  ]
  const pembridge = [expect.objectContaining({ kind: 'no_link', urn: '116906', otherUrn: '151253', name: 'Pembridge CofE Primary School' })]

  it('is 115 schools: 126 rows, eleven linked successions, and Pembridge for a person to decide', async () => {
    const dry = await report(...files)
    expect(dry).toEqual({
      file: 'herefordshire_edubasealldata_reconstructed.csv',
      rows: 126,
      inArea: 126,
      created: 115,
      changed: 0,
      closed: 0,
      unchanged: 0,
      successions: expect.any(Array),
      needsReview: pembridge,
      warnings: [],
      applied: false,
    })
    expect(dry.successions).toHaveLength(11)
    expect(dry.successions).toContainEqual({ from: '116904', to: '151252', how: 'one_to_one' })
  })

  it('is applied once; the same file again changes nothing and asks nothing new', async () => {
    expect(await report(...files, '--apply')).toMatchObject({ created: 115, applied: true })
    expect(await report(...files, '--apply')).toMatchObject({
      created: 0,
      changed: 0,
      closed: 0,
      unchanged: 115,
      successions: [],
      needsReview: pembridge,
      applied: true,
    })
  })

  it('is refused in one sentence when it is the links, of another authority, or saved by Excel', async () => {
    const wrong: [string[], RegExp][] = [
      [[join(data, 'herefordshire_links_20250422.csv')], /^This is the file of links.*\n$/],
      [[files[0] ?? '', '--la', '885'], /^None of the 126 rows belongs to authority 885.*\n$/],
      [[join(data, 'gias_anonymised_60rows_140columns.csv')], /^The file has been saved by Excel.*\n$/],
    ]
    for (const [args, sentence] of wrong) {
      const { code, out, err } = await run(...args)
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(sentence)
    }
  })
})

it('a file that does not exist, or a wrong date or authority, is one sentence and exit code 1', async () => {
  const file = join(state, 'register.csv')
  writeFileSync(file, registerCsv([{ urn: '100001', name: 'Ashfield Primary School' }]))
  for (const args of [[], ['no-such-file.csv'], [file, '--as-at', '31-02-2026'], [file, '--la', '8845'], [file, '--wrong']]) {
    const { code, out, err } = await run(...args)
    expect([code, out]).toEqual([1, ''])
    expect(err.trim().split('\n')).toHaveLength(1)
  }
})
