// A frozen report of requirements keeps how each school stood, why, and what that rests on; what is
// otherwise today has its cause.

import { expect, it } from 'vitest'
import { freezeStandings, freezeStandingsMonthly, readStandingDifferences } from '#attendance/reports/freeze-standings.ts'
import { selectFrozenStandings } from '#attendance/reports/standing-store.ts'
import { selectFrozen, selectFrozenSchools } from '#attendance/reports/store.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { sayDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { accepted, anAccount, anAct, aSchool, db, leadsTo, request, rows, run, tick } from '#test/support/factories.ts'
import { add, addLike } from '#test/support/rows.ts'
import { anArea, aPerson } from '../coverage/world.ts'
import { anEarlierTraining, aRole } from '../requirements/world.ts'

const now = new Date('2098-03-02T10:00:00.000Z')
const officer = async (laCode: string, at = now) =>
  anAct({ now: at, laCodes: [laCode], actor: (await anAccount({ roles: ['officer'], name: 'Olive Grant' })).actor })

const reportOf = async (number: number) => {
  const { report, schools, standings } = await readTogether(db, {
    report: selectFrozen(db, number),
    schools: selectFrozenSchools(db, number),
    standings: selectFrozenStandings(db, number),
  })
  if (!report) throw new Error('no report')
  return { report, schools, standings }
}

const aCounty = async () => {
  const laCode = anArea()
  const [trained, untrained, unnamed] = [
    await aSchool({ laCode, name: 'Aylestone' }),
    await aSchool({ laCode, name: 'Bosbury' }),
    await aSchool({ laCode, name: 'Clehonger' }),
  ]
  await aSchool({ laCode, name: 'Dinmore', closesOn: '2090-01-01' })
  const [first, second] = [await aPerson('Grace Hill'), await aPerson('Ann Price')]
  await aRole(first, trained)
  await aRole(second, untrained)
  await anEarlierTraining(first, trained, '2097-09-01')
  return { laCode, trained, untrained, unnamed, first, second }
}

const frozen = async (laCode: string, requirementId: string | undefined = 'lead', at = now) =>
  await freezeStandings(await officer(laCode, at), { id: newId(tick()), requirementId }).then(accepted)

it('A report of requirements keeps of each school its state, the sentence why, the day on which it turns, and the ids of what that rests on.', async () => {
  const { laCode, trained, untrained, unnamed } = await aCounty()
  const { report, schools, standings } = await reportOf(await frozen(laCode))
  expect([report.about, report.requirements.map(({ id }) => id), schools.length]).toEqual(['requirements', ['lead'], 3])
  const of = (school: { id: string }) => standings.find(({ schoolId }) => schoolId === school.id)
  expect(of(trained)).toMatchObject({
    state: 'in_date',
    why: expect.stringContaining('In date until 1 September 2099'),
    turnsOn: '2099-06-03',
  })
  expect(of(trained)?.evidence).toHaveLength(3)
  expect(of(untrained)).toMatchObject({ state: 'no_record', why: 'No training on our record (guidance: KCSIE 2026).' })
  expect(of(unnamed)).toMatchObject({ state: 'not_known', evidence: ['lead-2026'] })
  // No person is named in it.
  expect(JSON.stringify(standings)).not.toContain('Grace')
})

it('It stays as it was, and each line that is otherwise today says why.', async () => {
  const { laCode, untrained, second } = await aCounty()
  const today = await officer(laCode, tick())
  const before = await reportOf(await frozen(laCode, 'lead', today.now))
  expect(await readStandingDifferences(today, before)).toEqual([])
  await anEarlierTraining(second, untrained, '2026-01-10')
  const after = await readStandingDifferences(today, before)
  expect(after.map(({ school, what, why }) => [school?.name, what, why])).toEqual([
    ['Bosbury', 'Then: No training on our record. Today: In date', `A record of elsewhere came on ${sayDay(today.now.toISOString())}.`],
  ])
  expect(await reportOf(before.report.number)).toEqual(before)
  // With time alone.
  const later = await readStandingDifferences(
    await officer(laCode, new Date('2099-07-01T10:00:00.000Z')),
    await reportOf(await frozen(laCode)),
  )
  expect(later.map(({ school, what, why }) => [school?.name, what, why])).toEqual([
    ['Aylestone', 'Then: In date. Today: In date, due soon', 'It turned with time alone on 3 June 2099.'],
  ])
})

it('no line is explained by another school, by a role that it is not about, or by what the register says of its school', async () => {
  const { laCode, trained, untrained, second } = await aCounty()
  const today = await officer(laCode, tick())
  const before = await reportOf(await frozen(laCode, 'lead', today.now))
  const at = today.now.toISOString()
  await anEarlierTraining(second, untrained, '2026-01-10')
  // Of the same school: another role, and another name in the register.
  await add('RoleGap', { schoolId: untrained.id, roleId: 'head', fromDate: '2026-01-10', learnedAt: '2098-04-01T10:00:00.000Z' })
  await run(`UPDATE SchoolIdentity SET supersededAt = '2098-04-01T10:00:00.000Z' WHERE schoolId IN (?1, ?2)`, untrained.id, trained.id)
  for (const { id: schoolId } of [untrained, trained])
    await addLike(
      'SchoolIdentity',
      { schoolId },
      { id: newId(tick()), name: 'Renamed', learnedAt: '2098-04-01T10:00:00.000Z', supersededAt: null },
    )
  expect((await readStandingDifferences(today, before)).map(({ schoolId, why }) => [schoolId, why])).toEqual([
    [untrained.id, `A record of elsewhere came on ${sayDay(at)}.`],
  ])
})

it('What changes while it is read is read again, and nothing of two moments is frozen.', async () => {
  const { laCode, untrained, second } = await aCounty()
  do await followStandings(anAct({ now: new Date() }))
  while ((await rows('SELECT 1 FROM StandingToFollow')).length > 0)
  const act = await officer(laCode)
  let changed = 0
  // A training comes just before the batch is written, once.
  const racing = databaseWith(act.db, {
    batch: async (statements: SqlStatement[]) => {
      if (statements.length >= 5 && changed === 0) {
        changed += 1
        await anEarlierTraining(second, untrained, '2098-02-01')
      }
      return act.db.batch(statements)
    },
  })
  const done = await freezeStandings({ ...act, db: racing }, { id: newId(tick()), requirementId: 'lead' })
  const standings = done.ok ? await readNow(db, selectFrozenStandings(db, done.value)) : []
  expect([changed, standings.find(({ schoolId }) => schoolId === untrained.id)?.state]).toEqual([1, 'in_date'])
})

it('A service at which others go on recording is frozen all the same: of each try the schools that changed are read again.', async () => {
  const { laCode, trained, untrained, unnamed, second } = await aCounty()
  const act = await officer(laCode)
  let [busy, writes] = [0, false]
  const read: number[] = []
  // Trainings come just before the batch is written, and bookings that change nothing.
  const racing = databaseWith(act.db, {
    prepare: (sql: string) => {
      const statement = act.db.prepare(sql)
      writes ||= sql.includes('INSERT INTO FrozenReport')
      if (!sql.includes('changesOn')) return statement
      return {
        bind: (...values: unknown[]) => {
          read.push((JSON.parse(String(values[0])) as string[]).length)
          return statement.bind(...values)
        },
      }
    },
    batch: async (statements: SqlStatement[]) => {
      if (writes) {
        writes = false
        busy += 1
        if (busy <= 7) await anEarlierTraining(second, untrained, '2098-02-01')
        await add('Log', { act: 'booking.moved' })
      }
      return act.db.batch(statements)
    },
  })
  const done = await freezeStandings({ ...act, db: racing }, { id: newId(tick()), requirementId: 'lead' })
  const standings = done.ok ? await readNow(db, selectFrozenStandings(db, done.value)) : []
  expect(standings.map(({ schoolId, state }) => [schoolId, state]).toSorted()).toEqual(
    [
      [trained.id, 'in_date'],
      [untrained.id, 'in_date'],
      [unnamed.id, 'not_known'],
    ].toSorted(),
  )
  expect([busy, read[0], read.length]).toEqual([8, 3, 8])
})

it('The same form freezes once, and the service freezes every requirement once a month.', async () => {
  const { laCode } = await aCounty()
  const act = await officer(laCode)
  const id = newId(tick())
  const [first, second] = await Promise.all([
    freezeStandings(act, { id, requirementId: 'lead' }),
    freezeStandings(act, { id, requirementId: 'lead' }),
  ])
  expect(first).toEqual(second)
  const inApril = await officer(laCode, new Date('2098-04-02T10:00:00.000Z'))
  await freezeStandingsMonthly(inApril)
  await freezeStandingsMonthly(inApril)
  expect(await rows(`SELECT id, about FROM FrozenReport WHERE id LIKE 'standings %'`)).toEqual([
    { id: 'standings 2098-04', about: 'requirements' },
  ])
})

it('Its page, its file and its difference say the lines, and readers read without freezing.', async () => {
  const laCode = '884'
  const school = await aSchool({ laCode, name: 'Eardisley' })
  await aRole(await aPerson('Mary Lane'), school)
  const { cookie } = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const reader = await anAccount({ roles: ['reader'] })
  const page = await request('/coverage/requirements?requirement=lead', { cookie })
  expect(await page.text()).toContain('Keep these figures')
  const at = await leadsTo(request('/coverage/frozen/requirements', { cookie, form: { requirement: 'lead', id: newId(tick()) } }))
  const toReader = await (await request(at, { cookie: reader.cookie })).text()
  expect(toReader).not.toContain('Eardisley')
  expect(toReader).toContain('name schools that could answer first.')
  const shown = await (await request(at, { cookie })).text()
  expect(shown).toContain('Eardisley')
  expect(shown).toContain('No training on our record (guidance: KCSIE 2026).')
  expect(shown).toMatch(
    /In date \d+ · overdue on our record \d+ · no training on our record \d+ · the school has not told us who it is \d+ · post vacant \d+ = \d+ schools?\./,
  )
  expect(await (await request(`${at}/schools.csv`, { cookie })).text()).toContain('Eardisley')
  expect(await (await request(`${at}/difference`, { cookie })).text()).toContain('Nothing differs')
  expect((await request('/coverage/frozen/requirements', { cookie: reader.cookie, form: { requirement: 'lead' } })).status).toBe(404)
})
