// Papers come page by page, and a paper that is too long is refused in words that say what to do.
import { expect, it } from 'vitest'
import { issuePaper } from '#attendance/papers/issue-paper.ts'
import { readGround } from '#attendance/papers/paper-store.ts'
import { issueRefusals } from '#attendance/papers/views/refusals.tsx'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import { selectFrozen } from '#attendance/reports/store.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { anAccount, anAct, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/worker/people/roles/world.ts'
import { anArea, papersByOne } from '../coverage/world.ts'
import { rung } from './world.ts'

await papersByOne()

const laCode = anArea()
const schools: { id: string }[] = []
for (let n = 1; n <= 53; n += 1) schools.push(await aSchool({ laCode, name: `School ${String(n).padStart(2, '0')}` }))
const officer = await anAccount({ roles: ['officer'] })
const act = anAct({ now: new Date('2026-09-07T09:00:00.000Z'), laCodes: [laCode], actor: officer.actor })
const done = await freezeStandings(act, { id: newId(tick()), requirementId: 'lead' })
if (!done.ok) throw new Error(done.reason)
const report = await readNow(db, selectFrozen(db, done.value))
if (!report) throw new Error('no report')
const page = (path: string) => textOf(request(path, { cookie: officer.cookie }))

await rung(act, report, ...schools.map(({ id }) => id))

it('papers stand on pages of fifty, the newest first', async () => {
  const ground = await readGround(act, report.number, 'lead', { name: 'Wyeshire' })
  if (!ground) throw new Error('no ground')
  for (let n = 0; n < 52; n += 1) await issuePaper(act, ground, { id: newId(tick()), kind: 'unnamed', ask: `Ask ${n}.`, words: undefined })
  const [first, second] = [await page('/coverage/papers'), await page('/coverage/papers?page=2')]
  expect([first.includes('Paper 52 '), first.includes('Paper 3 '), first.includes('Paper 2 '), first.includes('Page 1 of 2')]).toEqual([
    ...[true, true, false, true],
  ])
  expect([second.includes('Paper 3 '), second.includes('Paper 2 '), second.includes('Paper 1 ')]).toEqual([false, true, true])
})

it('“A draft says the days back from the meeting at which it is read.”', async () => {
  const draft = (meets: string) => page(`/coverage/frozen/${report.number}/paper?requirement=lead&meets=${meets}`)
  const said = await draft('2199-03-21')
  for (const words of [
    'To name schools at the meeting on 21 March 2199:',
    'Show schools what we publish by Friday 22 February 2199',
    'Decide on their answers by Tuesday 12 March 2199',
    'Publish by Wednesday 13 March 2199',
    'Each school has 10 school days to answer',
    'Term dates or bank holidays of this time are not entered.',
  ])
    expect(said).toContain(words)
  expect(await draft('2026-09-17')).toContain('Publish by Wednesday 9 September 2026 (over)')
  expect(await draft('next week')).toContain('Enter the day of the meeting')
})

it('A paper of more schools or words than one holds is refused, writes nothing, and says how to narrow it.', async () => {
  const ground = await readGround(act, report.number, 'lead', { name: 'Wyeshire' })
  const [line] = ground?.lines ?? []
  if (!ground || !line) throw new Error('no ground')
  const late = { ...act, now: new Date('2026-12-07T09:00:00.000Z') }
  const before = await rows('SELECT number FROM Paper')
  const issue = (lines: number, ask: string) =>
    issuePaper(
      late,
      { ...ground, lines: Array.from({ length: lines }, () => line) },
      { id: newId(tick()), kind: 'named', ask, words: undefined },
    )
  expect(await issue(3001, 'Ask.')).toEqual({ ok: false, reason: 'too_long' })
  expect(await issue(1, 'a'.repeat(1_900_001))).toEqual({ ok: false, reason: 'too_long' })
  expect(await rows('SELECT number FROM Paper')).toEqual(before)
  expect(issueRefusals.too_long).toContain('more than 3,000 schools')
  expect(issueRefusals.too_long).toContain('Issue it without names, or freeze a report of a longer period')
  expect((await issue(3000, 'Ask.')).ok).toBe(true)
})
